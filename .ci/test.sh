#!/usr/bin/env bash
# Every test: the web client's unit tests, then pytest, then what could not run here and why.
# Arguments go to pytest. Fails when a test fails and when no test ran.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
(cd webclient && npm run --silent test) || status=1
code=0
.venv/bin/python -m pytest "$@" || code=$?
if [ "$code" = 5 ]; then
  echo "pytest ran no test, which counts as a failure"
fi
[ "$code" = 0 ] || status=1
if [ -s build/missing.txt ]; then
  echo
  echo "Could not run on this machine:"
  sed 's/^/  /' build/missing.txt
fi
exit "$status"
