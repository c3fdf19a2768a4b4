"""The live workshop: a room scores on its own phones, blind, in rounds.

    settings     what the facilitator lays down before the first round
    room         phases, rounds and all that the room's log has settled
    events       what happened, append-only; a room is the fold of its events
    log          events as plain records and back
    commands     how a command is decided: events, or a refusal in one sentence
    steering     the commands that take the room through its rounds
    hosting      the commands about people, the door, the clock and the rules
    roster       who came, who counts, who is missing, who may rate what
    counting     which ratings count, which were taken out after they had been seen
    sight        who may see what: the one function that every screen, export and route asks
    unlinking    what leaves an anonymous room, so that no gap tells who somebody is
    agenda       where talk is worth the time; stakes: what hangs on one cell
    rounds       what moved between rounds, the same raters for all, the silent overall judgement
    codes        join codes and what people type for them; guesses: how many may be wrong
    lines        what people type into one line

Nothing here reads a clock, a generator or a store: time, chance and ids come in as arguments.
"""
