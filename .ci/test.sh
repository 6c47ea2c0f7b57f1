#!/usr/bin/env bash
# Every test: the web client's unit tests, then pytest (core and protocol with their coverage), then what could not run here and why.
# Arguments go to pytest. Fails when a test fails and when no test ran.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
rm -f build/tests_*.txt
status=0
(cd webclient && npm run --silent test) || status=1
if [ $# != 0 ]; then
  code=0
  .venv/bin/python -m pytest "$@" || code=$?
  [ "$code" != 5 ] || echo "pytest ran no test, which counts as a failure"
  [ "$code" = 0 ] || status=1
else
  # Half of a run is people in browsers. They run beside everything else; when that is through, a second run takes its share of them,
  # from the other end. A third run would be slower: live pictures cost what they cost for as long as they are on.
  taken=$(mktemp -d)
  browsers=""
  trap '[ -z "$browsers" ] || kill "$browsers" 2>/dev/null || true; rm -rf "$taken"' EXIT
  in_browsers=(.venv/bin/python -m pytest tests/browser -p tests.share --share="$taken" --durations=20)
  "${in_browsers[@]}" >build/tests_browser.txt 2>&1 &
  browsers=$!
  # What decides, and the words on the wire, are covered to every branch by their own tests.
  .venv/bin/python -m pytest tests/core tests/protocol --cov=coshop.core --cov=coshop.protocol --cov-branch \
    --cov-report=term:skip-covered --cov-fail-under=100 | tee build/tests_core.txt || status=1
  .venv/bin/python -m pytest --ignore=tests/core --ignore=tests/protocol --ignore=tests/browser --durations=20 |
    tee build/tests_rest.txt || status=1
  "${in_browsers[@]}" --from-the-end | tee build/tests_browser_2.txt || status=1
  wait "$browsers" || status=1
  browsers=""
  cat build/tests_browser.txt
  echo
  echo "In all:"
  grep -hE '^(FAILED|ERROR) |^=+ .*(passed|failed|error).* =+$' build/tests_*.txt || true
fi
if [ -s build/missing.txt ]; then
  echo
  echo "Could not run on this machine:"
  sed 's/^/  /' build/missing.txt
fi
exit "$status"
