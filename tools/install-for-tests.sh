#!/bin/sh
# Programs that some tests need, from Debian's packages where this user may install them; else those tests skip.
wanted=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
  || command -v google-chrome >/dev/null 2>&1 || wanted="chromium"
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
  || wanted="$wanted postgresql"
command -v nginx >/dev/null 2>&1 || wanted="$wanted nginx-light"
[ -z "$wanted" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing for the tests: $wanted"
  # shellcheck disable=SC2086 — two words are two packages
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $wanted >/dev/null \
    || echo "Could not be installed: the tests that need it will skip"
else
  echo "Not found, so the tests that need it will skip: $wanted"
fi
exit 0
