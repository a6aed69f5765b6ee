#!/bin/sh
# fuzz.sh FOLDER SECONDS [TARGET…]: tries each target for so many seconds, as many at a time as there are processors, and
# prints what came of it. FOLDER is the scratch folder of `make fuzz`; corpora grow in FOLDER/corpus, findings and logs go
# to FOLDER/findings.
row='%-18s %12s %8s %7s %7s %9s  %s\n'

# Tries one target and prints its row: fuzz.sh --target FOLDER SECONDS TARGET.
if [ "$1" = --target ]; then
  fuzz=$2/release/Fuzz
  corpus=$2/corpus/$4
  findings=$2/findings/$4
  mkdir -p "$corpus" "$findings"
  count() { ls "$findings" | grep -v -c '^log$'; }
  former=$(count)
  # Swift's own backtrace would keep libFuzzer from writing down the input of a trap.
  SWIFT_BACKTRACE=enable=no XDG_CACHE_HOME=$2/cache ETUDE_FUZZ=$4 ETUDE_FUZZ_CORPUS=$corpus "$fuzz" "$corpus" -artifact_prefix="$findings/" -max_total_time="$3" \
    -max_len=4096 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 > "$findings/log" 2>&1
  status=$?
  stat() { sed -n "s/^stat::$1: *//p" "$findings/log"; }
  executions=$(stat number_of_executed_units)
  rate=$(stat average_exec_per_sec)
  edges=$(grep -a -o 'cov: [0-9]*' "$findings/log" | tail -n 1 | cut -d ' ' -f 2)
  outcome=clean
  [ $status -eq 0 ] || outcome="see $findings"
  printf "$row" "$4" "${executions:-?}" "${rate:-?}" "${edges:-?}" "$(ls "$corpus" | wc -l)" \
    $(($(count) - former)) "$outcome"
  exit $status
fi

folder=$1
seconds=$2
shift 2
fuzz=$folder/release/Fuzz
[ $# -gt 0 ] || set -- $(ETUDE_FUZZ=list "$fuzz" 2> /dev/null)
[ $# -gt 0 ] || { echo "$fuzz lists no targets." >&2; exit 2; }
printf "$row" target executions per-sec edges corpus findings outcome
printf '%s\n' "$@" | xargs -P "$(nproc)" -I '{}' "$0" --target "$folder" "$seconds" '{}'
