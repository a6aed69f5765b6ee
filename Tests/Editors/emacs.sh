#!/bin/sh
# Tries `etude lsp` in Emacs by eglot, without a screen. Usage: emacs.sh ETUDE
command -v emacs > /dev/null && emacs --batch --eval "(progn (package-activate-all) (require 'eglot))" 2> /dev/null ||
  { echo "Emacs with eglot is not installed; its test is skipped (Debian: emacs-nox elpa-eglot)."; exit 0; }
ETUDE=$(realpath "$1")
script=$(realpath "$(dirname "$0")")/emacs.el
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
NOTEBOOK=$folder/note.md
cat > "$NOTEBOOK" << 'END'
# A notebook

```swift
let wonderful = [1, 2]
```

```swift
let b = wond
```
END
export ETUDE NOTEBOOK
emacs --batch --load "$script"
