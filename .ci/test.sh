#!/usr/bin/env bash
# Every test: the web client's unit tests, then pytest (core and protocol with their coverage), then what could not run here and why.
# Arguments go to pytest. Fails when a test fails and when no test ran.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
status=0
browsers=""
share=$(mktemp -d)
trap '[ -z "$browsers" ] || kill "$browsers" 2>/dev/null || true; rm -rf "$share"' EXIT
in_browsers=(.venv/bin/python -m pytest tests/browser -p tests.share --share "$share" --durations=20)
(cd webclient && npm run --silent test) || status=1
code=0
if [ $# = 0 ]; then
  # People in browsers wait more than they compute, so they run beside everything else, and give way to it. When that is
  # through, a second run takes its share of them.
  nice -n 5 "${in_browsers[@]}" >build/browser_tests.txt 2>&1 &
  browsers=$!
  # What decides, and the words on the wire, are covered to every branch by their own tests.
  .venv/bin/python -m pytest tests/core tests/protocol --cov=coshop.core --cov=coshop.protocol --cov-branch \
    --cov-report=term:skip-covered --cov-fail-under=100 || status=1
  set -- --ignore=tests/core --ignore=tests/protocol --ignore=tests/browser --durations=20
fi
.venv/bin/python -m pytest "$@" || code=$?
if [ -n "$browsers" ]; then
  "${in_browsers[@]}" --from-the-end || status=1
  wait "$browsers" || status=1
  browsers=""
  cat build/browser_tests.txt
fi
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
