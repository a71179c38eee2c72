#!/bin/sh
# The main job on our own content: a clean collection, drafts with planted flaws, the export.
set -eu

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
expect() {
    wanted=$1
    shift
    printf '$ %s\n' "$*"
    status=0
    "$@" || status=$?
    [ "$status" -eq "$wanted" ] || { echo "demo: expected status $wanted, got $status" >&2; exit 1; }
}

say "The clean collection has nothing to report:"
expect 0 copydesk check content

say "Drafts hold what editors leave behind. What is wrong with them:"
expect 1 copydesk check --show-source content/drafts/*.md

say "Only the notes that were never resolved:"
expect 0 copydesk notes content/drafts/*.md

say "An export refuses unresolved work:"
expect 1 copydesk export content/drafts/*.md

say "The clean collection is exported:"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
expect 0 copydesk export --to jsonl --output "$out/records.jsonl" content
printf '%s records; the first:\n' "$(wc -l < "$out/records.jsonl" | tr -d ' ')"
head -n 1 "$out/records.jsonl"
