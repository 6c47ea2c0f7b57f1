#!/usr/bin/env bash
# Pins every dependency, with the hashes of all files of each release and without any address.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=build/lock
[ -x "$tool/bin/uv" ] || { "${PYTHON:-python3}" -m venv "$tool" && "$tool/bin/pip" install --quiet uv==0.13.9; }
{
  echo "# Written by \`make lock\` from pyproject.toml. Install: pip install --require-hashes -r constraints.txt"
  "$tool/bin/uv" pip compile pyproject.toml --extra dev --universal --python-version 3.11 --quiet \
    --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"
} >build/constraints.txt
mv build/constraints.txt constraints.txt
for folder in webclient tests/bench; do
  [ ! -f "$folder/package.json" ] || (cd "$folder" && npm install --package-lock-only --omit-lockfile-registry-resolved)
done
