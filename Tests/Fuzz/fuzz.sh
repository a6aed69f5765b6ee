#!/bin/sh
# fuzz.sh FOLDER SECONDS [TARGET…]: tries each target for so many seconds, one after the other, and prints what came of it.
# FOLDER is the scratch folder of `make fuzz`; corpora grow in FOLDER/corpus, findings and logs go to FOLDER/findings.
folder=$1
seconds=$2
shift 2
fuzz=$folder/release/Fuzz
[ $# -gt 0 ] || set -- $(ETUDE_FUZZ=list "$fuzz" 2> /dev/null)
[ $# -gt 0 ] || { echo "$fuzz lists no targets." >&2; exit 2; }
status=0
printf '%-18s %12s %9s %9s  %s\n' target executions edges corpus outcome
for target; do
  corpus=$folder/corpus/$target
  findings=$folder/findings/$target
  mkdir -p "$corpus" "$findings"
  ETUDE_FUZZ=$target ETUDE_FUZZ_CORPUS=$corpus "$fuzz" "$corpus" -artifact_prefix="$findings/" -max_total_time="$seconds" \
    -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 > "$findings/log" 2>&1
  result=$?
  outcome=clean
  if [ $result -ne 0 ]; then
    outcome="see $findings"
    status=1
  fi
  executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$findings/log")
  edges=$(grep -a -o 'cov: [0-9]*' "$findings/log" | tail -n 1 | cut -d ' ' -f 2)
  count=$(ls "$corpus" | wc -l)
  printf '%-18s %12s %9s %9s  %s\n' "$target" "${executions:-?}" "${edges:-?}" "$count" "$outcome"
done
exit $status
