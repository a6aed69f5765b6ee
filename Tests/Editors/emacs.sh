#!/bin/sh
# Tries `etude lsp` in Emacs by eglot, without a screen. Usage: emacs.sh ETUDE
command -v emacs > /dev/null && emacs --batch --eval "(progn (package-activate-all) (require 'eglot))" 2> /dev/null ||
  { echo "Emacs with eglot is not installed; its test is skipped (Debian: emacs-nox elpa-eglot)."; exit 0; }
ETUDE=$(realpath "$1")
tests=$(realpath "$(dirname "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$tests/note.md" "$folder"
NOTEBOOK=$folder/note.md
export ETUDE NOTEBOOK
emacs --batch --load "$tests/emacs.el"
