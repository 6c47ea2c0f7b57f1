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
  # Two lanes, one for each core of a small machine. One begins with people in browsers, the other with everything else; whichever
  # is through takes its share of the other's tests, from the end. A third one is for tests that wait most of their time.
  taken=$(mktemp -d)
  lanes=()
  trap 'for lane in "${lanes[@]}"; do pkill -P "$lane" || true; kill "$lane" || true; done 2>/dev/null; rm -rf "$taken"' EXIT
  shared() { # NAME ARGUMENTS...: a run that shares its tests with the other lane
    local name=$1
    shift
    .venv/bin/python -m pytest -p tests.share --share="$taken" --durations=20 "$@" | tee "build/tests_$name.txt"
  }
  rest=(--ignore=tests/core --ignore=tests/protocol --ignore=tests/browser)
  {
    code=0
    shared browser tests/browser || code=1
    shared rest_2 "${rest[@]}" --from-the-end || code=1
    exit "$code"
  } >build/lane_2.txt 2>&1 &
  lanes+=($!)
  shared waiting tests/integration/test_{outage,cluster,recording_cluster,workers_cluster,canary_cluster}.py >build/lane_3.txt 2>&1 &
  lanes+=($!)
  # What decides, and the words on the wire, are covered to every branch by their own tests.
  .venv/bin/python -m pytest tests/core tests/protocol --cov=coshop.core --cov=coshop.protocol --cov-branch \
    --cov-report=term:skip-covered --cov-fail-under=100 | tee build/tests_core.txt || status=1
  shared rest "${rest[@]}" || status=1
  shared browser_2 tests/browser --from-the-end || status=1
  for lane in "${lanes[@]}"; do wait "$lane" || status=1; done
  lanes=()
  cat build/lane_2.txt build/lane_3.txt
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
