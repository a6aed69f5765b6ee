#!/bin/sh
# Tries `etude lsp` in Neovim without a screen. Usage: neovim.sh ETUDE
command -v nvim > /dev/null || { echo "Neovim is not installed; its test is skipped (Debian: neovim)."; exit 0; }
ETUDE=$(realpath "$1")
script=$(realpath "$(dirname "$0")")/neovim.lua
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/note.md" << 'END'
# A notebook

```swift
let wonderful = [1, 2]
```

```swift
let b = wond
```
END
export ETUDE
nvim --headless --clean -n -c "luafile $script" "$folder/note.md"
