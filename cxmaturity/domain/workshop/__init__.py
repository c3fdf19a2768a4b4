"""The live workshop: a room scores on its own phones, blind, in rounds.

    settings     what the facilitator lays down before the first round
    room         phases, rounds and all that the room's log has settled
    events       what happened, append-only; a room is the fold of its events
    commands     what a facilitator may ask for; ``decide`` answers with events or refuses
    roster       who came, who counts, who is missing, who may rate what
    counting     which ratings count, which were taken out after they had been seen
    sight        who may see what: the one function that every screen, export and route asks
    agenda       where talk is worth the time
    rounds       what moved between rounds, the same raters for all, the silent overall rating
    codes        join codes and what people type for them; guesses: how many may be wrong
    log          events as plain records and back

Nothing here reads a clock, a generator or a store: time, chance and ids come in as arguments.
"""
