"""The plain page on which a code is typed; it needs no script and says why a code did not open."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Join a workshop</title>{again}
<style>@font-face{{font-family:"IBM Plex Sans";font-weight:400;
src:url(/app/static/IBMPlexSans-Regular.woff2)}}
@font-face{{font-family:"IBM Plex Sans";font-weight:600;src:url(/app/static/IBMPlexSans-SemiBold.woff2)}}
:root{{color-scheme:light dark}}body{{font:16px/1.5 "IBM Plex Sans",system-ui,sans-serif;max-width:24rem;
margin:12vh auto;padding:0 1rem}}h1{{font-size:1.5rem;font-weight:600;line-height:1.25;margin:0 0 .5rem}}
p{{margin:.5rem 0}}
label{{display:block;margin-top:1.25rem;font-weight:600}}input{{box-sizing:border-box;width:100%;
font:600 1.75rem/1.2 ui-monospace,monospace;letter-spacing:.12em;text-transform:uppercase;
padding:.75rem;border:1px solid GrayText;border-radius:.375rem;margin:.25rem 0 .75rem}}
button{{font:inherit;font-weight:600;width:100%;min-height:3rem;border:0;border-radius:.375rem;
background:#0b5fa5;color:#fff}}[role=alert]{{border-left:4px solid #d55e00;padding:.25rem .75rem;
margin:1rem 0}}small{{opacity:.8}}:focus-visible{{outline:3px solid #2672b5;outline-offset:2px}}</style>
<main><h1>Join a workshop</h1>
<p>Type the code from the screen in the room. You need no account.</p>{said}
<form action="/join" method="get"><label for="code">Code</label>
<input id="code" name="code" value="{code}" required autofocus autocomplete="off" autocapitalize="characters"
spellcheck="false" maxlength="40" placeholder="C7K-4MX"><button>Join</button></form>
<p><small>To take up your own place on another device, type the code that your first device shows.</small></p>
</main></html>
"""
NOT_KEPT = {"Cache-Control": "no-store"}
LONGEST_SHOWN = 20


def join_page(
    said: str = "", code: str = "", status: int = 200, wait: int = 0, *, tries_again: bool = False
) -> HTMLResponse:
    """Return the page, with a sentence where a code did not open; ``wait`` is in seconds.

    With ``tries_again`` the page asks anew by itself after the wait.
    """
    alert = f'<p role="alert">{escape(said)}</p>' if said else ""
    again = f'<meta http-equiv="refresh" content="{wait}">' if tries_again else ""
    headers = {**NOT_KEPT, **({"Retry-After": str(wait)} if wait else {})}
    shown = escape(code[:LONGEST_SHOWN])
    return HTMLResponse(PAGE.format(said=alert, code=shown, again=again), status, headers)
