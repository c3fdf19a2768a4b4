"""The screens of a live workshop: set-up, phone, console, projector, results.

    live        looks at the room's pulse and shows the page anew only when it has changed
    phrases     what a phase is called, what happens next, who will see what
    doors       code, QR and link of a room
    rooms       the workshops that somebody hosts
    form        the set-up form; invitation the step after it
    entry       name, role and conflicts of interest; never in anybody's way
    ballot      one question on a phone; rounds the way through all of them
    waiting     what a phone shows between rounds
    echo        the own and the room's answers on a phone, after the reveal
    console     the facilitator's screen; steering its buttons, people its list, talk its agenda
    wall        the projector
    decision    the results page

Nothing is kept here: who somebody is comes with the cookie, everything else from the store.
"""
