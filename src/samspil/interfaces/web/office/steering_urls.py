"""The addresses of steering: groups, meetings, agendas, barriers and decisions in writing."""

from __future__ import annotations

from django.urls import path

from samspil.interfaces.web.office import (
    steering,
    steering_agenda,
    steering_ballots,
    steering_barriers,
    steering_calling,
    steering_files,
    steering_meetings,
    steering_packs,
    steering_papers,
    steering_proposals,
)

STEERING = [
    path("steering/", steering.steering, name="steering"),
    path("steering/groups", steering.found, name="steering-found"),
    path("steering/groups/<uuid:group_id>", steering.group, name="steering-group"),
    path("steering/groups/<uuid:group_id>/seats", steering.seat, name="steering-seat"),
    path("steering/groups/<uuid:group_id>/series", steering.series, name="steering-series"),
    path("steering/groups/<uuid:group_id>/propose", steering.propose, name="steering-propose"),
    path("steering/seats/<uuid:seat_id>/end", steering.seat_end, name="steering-seat-end"),
    path("steering/meetings/<uuid:meeting_id>", steering_meetings.meeting, name="steering-meeting"),
    path("steering/meetings/<uuid:meeting_id>/invite", steering_meetings.invite, name="steering-invite"),
    path("steering/meetings/<uuid:meeting_id>/cancel", steering_meetings.cancel, name="steering-cancel"),
    path("steering/meetings/<uuid:meeting_id>/items", steering_meetings.place, name="steering-place"),
    path("steering/meetings/<uuid:meeting_id>/came", steering_meetings.came, name="steering-came"),
    path("steering/meetings/<uuid:meeting_id>/approve", steering_meetings.approve, name="steering-approve"),
    path("steering/meetings/<uuid:meeting_id>/minutes", steering_files.minutes, name="steering-minutes"),
    path("steering/meetings/<uuid:meeting_id>/calendar", steering_files.calendar, name="steering-calendar"),
    path("steering/meetings/<uuid:meeting_id>/pack", steering_packs.make, name="steering-pack-make"),
    path("steering/packs/<uuid:pack_id>", steering_packs.one, name="steering-pack"),
    path("steering/packs/<uuid:pack_id>/file", steering_packs.file, name="steering-pack-file"),
    path("steering/groups/<uuid:group_id>/meetings", steering_calling.call, name="steering-call"),
    path("steering/meetings/<uuid:meeting_id>/move", steering_calling.move, name="steering-move"),
    path("steering/items/<uuid:item_id>", steering_agenda.change, name="steering-item"),
    path("steering/items/<uuid:item_id>/order", steering_agenda.order, name="steering-order"),
    path("steering/items/<uuid:item_id>/leave", steering_agenda.leave, name="steering-leave"),
    path("steering/items/<uuid:item_id>/papers", steering_papers.add, name="steering-paper-add"),
    path("steering/papers/<uuid:paper_id>", steering_papers.file, name="steering-paper"),
    path("steering/papers/<uuid:paper_id>/remove", steering_papers.remove, name="steering-paper-remove"),
    path("steering/proposals/<uuid:proposal_id>", steering_proposals.proposal, name="steering-proposal"),
    path(
        "steering/proposals/<uuid:proposal_id>/papers",
        steering_proposals.paper,
        name="steering-proposal-paper",
    ),
    path(
        "steering/proposals/papers/<uuid:proposal_paper_id>/remove",
        steering_proposals.paper_remove,
        name="steering-proposal-paper-remove",
    ),
    path("steering/items/<uuid:item_id>/outcome", steering_meetings.outcome, name="steering-outcome"),
    path("steering/tasks/<uuid:outcome_id>/done", steering_meetings.done, name="steering-done"),
    path("steering/barriers/new", steering_barriers.new, name="steering-raise"),
    path("steering/barriers/<uuid:barrier_id>", steering_barriers.barrier, name="steering-barrier"),
    path("steering/barriers/<uuid:barrier_id>/owner", steering_barriers.assign, name="steering-assign"),
    path(
        "steering/barriers/<uuid:barrier_id>/instruct", steering_barriers.instruct, name="steering-instruct"
    ),
    path(
        "steering/instructions/<uuid:instruction_id>/confirm",
        steering_barriers.confirm,
        name="steering-confirm",
    ),
    path("steering/decisions/new", steering_ballots.new, name="steering-write"),
    path("steering/decisions/<uuid:ballot_id>", steering_ballots.decision, name="steering-decision"),
    path("steering/decisions/<uuid:ballot_id>/answer", steering_ballots.vote, name="steering-vote"),
    path("steering/decisions/<uuid:ballot_id>/close", steering_ballots.close, name="steering-close"),
]
