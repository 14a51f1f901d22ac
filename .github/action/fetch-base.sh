#!/usr/bin/env bash
# Makes the commits that the action compares with, and takes policies from,
# present in the checkout, and writes them to GITHUB_OUTPUT:
#
#   base           what to give to --base: a commit, or the path of a saved report
#   base-commit    the same, if it is a commit
#   policy-commit  what to give to --policy-ref
#
# It reads BASE, POLICY_REF (the inputs), EVENT_BASE (the base of the event) and
# EVENT_HEAD (the head of its pull request).
# A base that cannot be had is announced, and then every finding counts as new.
# A policy-ref that cannot be had is an error: the policies would be others.
set -euo pipefail
export GIT_TERMINAL_PROMPT=0 # a missing credential is a failure, not a question

# A branch that left its base more commits ago than this has no base.
readonly depths=(50 250 1000 5000)

notice() { echo "::notice title=aicomply::$1"; }

fail() {
  echo "::error title=aicomply::$1"
  exit 2
}

# output NAME VALUE: the value is a commit, or has been looked at by is_plain.
output() { echo "$1=$2" >> "$GITHUB_OUTPUT"; }

is_commit() { [[ $1 =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]]; }

# is_plain reports a value without control characters, such as a line break.
is_plain() { ! [[ $1 =~ [[:cntrl:]] ]]; }

# is_ref reports the name of a branch or tag, or a commit: nothing that git could
# take for an option, a pair of refs or an expression.
is_ref() { is_plain "$1" && [[ $1 != -* ]] && git check-ref-format --allow-onelevel "$1"; }

is_shallow() { [ "$(git rev-parse --is-shallow-repository 2>/dev/null)" = true ]; }

# fetch DEPTH REF...: without DEPTH in a repository that has its whole history,
# which a depth would cut. git's messages could show an address with a password,
# so they are not printed.
fetch() {
  local depth=() d=$1
  shift
  if is_shallow; then depth=("--depth=$d"); fi
  git -c http.lowSpeedLimit=1000 -c http.lowSpeedTime=30 fetch --quiet --no-tags --no-recurse-submodules \
    ${depth[@]+"${depth[@]}"} -- origin "$@" > /dev/null 2>&1
}

has() { git cat-file -e "$1^{commit}" 2>/dev/null; }

# resolve REF: prints the commit that it stands for at the origin, or here if
# the origin cannot be asked.
resolve() {
  local ref=$1 name=${1#origin/}
  if is_commit "$ref"; then
    has "$ref" || fetch 1 "$ref" && has "$ref" || return 1
    echo "$ref"
    return
  fi
  if fetch 1 "$name"; then
    git rev-parse --verify --quiet 'FETCH_HEAD^{commit}'
  else
    git rev-parse --verify --quiet "$ref^{commit}"
  fi
}

# connect COMMIT: deepens the history until it has a common ancestor with HEAD.
connect() {
  local head depth
  head=$(git rev-parse HEAD)
  for depth in "${depths[@]}"; do
    if git merge-base HEAD "$1" > /dev/null 2>&1; then return; fi
    is_shallow || return 1
    fetch "$depth" "$1" "$head" || return 1
  done
  git merge-base HEAD "$1" > /dev/null 2>&1
}

# merged_with: prints the commit with which the checkout merges the head of the
# pull request, if it does. The event's base may be older, and what came to the
# target branch since then is not the pull request's. A shallow checkout has no
# parents, but its commit names them.
merged_with() {
  local kind id parents=()
  while read -r kind id _; do
    if [ "$kind" = parent ]; then parents+=("$id"); fi
    if [ -z "$kind" ]; then break; fi
  done < <(git cat-file commit HEAD 2> /dev/null)
  if [ "${#parents[@]}" = 2 ] && [ "${parents[1]}" = "$EVENT_HEAD" ] && is_commit "${parents[0]}"; then
    echo "${parents[0]}"
  fi
}

base=$BASE
if [ -z "$base" ]; then
  base=$(merged_with)
  base=${base:-$EVENT_BASE}
fi
base_commit=
case "$base" in
  "" | none) ;;
  *.json)
    is_plain "$base" || fail "The input base has a control character."
    output base "$base"
    ;;
  *)
    is_ref "$base" || fail "The input base is not a branch, tag, commit, JSON report or none."
    base_commit=$(resolve "$base") || base_commit=
    if [ -z "$base_commit" ]; then
      notice "The base could not be fetched, so every finding counts as new. A private repository needs actions/checkout with persist-credentials, or with fetch-depth 0."
    fi
    ;;
esac

# Before the history is deepened: fetching one commit can make it shallow again.
case "$POLICY_REF" in
  "") ;;
  base)
    [ -n "$base_commit" ] || fail "policy-ref is base, and there is no base to take policies from."
    output policy-commit "$base_commit"
    ;;
  *)
    is_ref "$POLICY_REF" || fail "The input policy-ref is not a branch, tag, commit or base."
    commit=$(resolve "$POLICY_REF") || fail "The commit of policy-ref could not be fetched."
    output policy-commit "$commit"
    ;;
esac

if [ -n "$base_commit" ]; then
  if connect "$base_commit"; then
    output base "$base_commit"
    output base-commit "$base_commit"
  else
    notice "The base and the checkout have no common ancestor within ${depths[${#depths[@]} - 1]} commits, so every finding counts as new. Check out with fetch-depth 0."
  fi
fi
