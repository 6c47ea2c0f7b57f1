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
  # Most of a run is waiting: for clocks, processes and people in browsers. So three runs go side by side, and each of the two halves
  # is taken from both ends. When the rest is through, a second run takes its share of the people in browsers.
  taken=$(mktemp -d)
  beside=()
  trap 'kill "${beside[@]}" 2>/dev/null || true; rm -rf "$taken"' EXIT
  shared=(.venv/bin/python -m pytest -p tests.share --share="$taken" --durations=20)
  rest=("${shared[@]}" --ignore=tests/core --ignore=tests/protocol --ignore=tests/browser)
  "${shared[@]}" tests/browser >build/tests_browser.txt 2>&1 &
  beside+=($!)
  "${rest[@]}" --from-the-end >build/tests_rest.txt 2>&1 &
  beside+=($!)
  # What decides, and the words on the wire, are covered to every branch by their own tests.
  .venv/bin/python -m pytest tests/core tests/protocol --cov=coshop.core --cov=coshop.protocol --cov-branch \
    --cov-report=term:skip-covered --cov-fail-under=100 | tee build/tests_core.txt || status=1
  "${rest[@]}" | tee build/tests_rest_2.txt || status=1
  "${shared[@]}" tests/browser --from-the-end | tee build/tests_browser_2.txt || status=1
  for each in "${beside[@]}"; do
    wait "$each" || status=1
  done
  beside=()
  cat build/tests_rest.txt build/tests_browser.txt
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
