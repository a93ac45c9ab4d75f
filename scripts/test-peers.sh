#!/usr/bin/env bash
# Runs the tests of what is built on aws-cdk-lib against the oldest or the newest version that package.json allows, in a copy of this tree.
#   scripts/test-peers.sh oldest|newest
set -euo pipefail
cd "$(dirname "$0")/.."

range() { node --print "require('./package.json').peerDependencies['$1']"; }
case "${1:-}" in
  oldest) cdk=$(range aws-cdk-lib | tr -d '^'); constructs=$(range constructs | tr -d '^') ;;
  newest) cdk=$(range aws-cdk-lib); constructs=$(range constructs) ;;
  *) echo 'usage: scripts/test-peers.sh oldest|newest' >&2; exit 2 ;;
esac

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory "$copy" 2>/dev/null || true
cd "$copy"
npm ci --prefer-offline --silent
npm install --no-save --prefer-offline --silent "aws-cdk-lib@$cdk" "constructs@$constructs"
echo "aws-cdk-lib $(node --print "require('aws-cdk-lib/package.json').version"), constructs $(node --print "require('constructs/package.json').version")"

npx projen bundle
npx tsc --noEmit --project tsconfig.dev.json
npx jest --ci test/construct test/key-policy test/examples --selectProjects unit
