#!/bin/sh
# Chromium for the browser tests: installed from Debian's packages where this user may, else left out.
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the browser tests"
  apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null \
    || echo "Chromium could not be installed: browser tests will skip"
else
  echo "No Chromium found: browser tests will skip (install the package 'chromium')"
fi
exit 0
