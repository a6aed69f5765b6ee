#!/bin/sh
# Tries `etude lsp` in Neovim without a screen. Usage: neovim.sh ETUDE
command -v nvim > /dev/null || { echo "Neovim is not installed; its test is skipped (Debian: neovim)."; exit 0; }
ETUDE=$(realpath "$1")
tests=$(realpath "$(dirname "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$tests/note.md" "$folder"
export ETUDE
nvim --headless --clean -n -c "luafile $tests/neovim.lua" "$folder/note.md"
