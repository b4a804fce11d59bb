"""Three rounds of one theme, and a round 1 by every other counting rule, as people press them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from demo import ROLES, Demo
from papers import Papers
from visit import Visit

DAY = {"day": "2027-03-01", "time": "10:00", "place": "Videollamada"}
OFFICIAL, TITULAR = "official", "titular"
ORGANIZATIONS = {
    "ana": "Sociedad Peruana de Derecho Ambiental",
    "luis": "Derecho, Ambiente y Recursos Naturales",
    "rosa": "Ministerio del Ambiente",
}
# The demonstration's own guests, by name: where they sit, and as what.
GUESTS = {
    "Marta Salas": ("OXFAM", TITULAR),
    "Pedro Ccori": ("CBC", TITULAR),
    "Silvia Torres": ("CGR", OFFICIAL),
}
# The rules that the demonstration's own vote does not show, with what each leaves to be settled.
RULES: dict[str, dict[str, Any]] = {
    "points": {"tie_policy": "lots", "roll_call": True},
    "approval": {},
    "dots": {"dots": 5, "most": 3, "roll_call": True},
    "grid": {"criteria-specific": 1, "criteria-feasible": 2, "criteria-own_1_name": "Urgente"},
    "stv": {"vote_unit": "person", "roll_call": True},
    "irv": {"carry_limit": 1},
}
RULES["grid"] |= {"criteria-own_1": 3}
VOTING = {
    "carry_limit": 2,
    "vote_unit": "organization",
    "officials_vote": "y",
    "tie_policy": "run-off",
    "quorum_percent": 40,
}
# What is seen of a vote whose rounds are otherwise like the demonstration's.
VOTE_MOMENTS = ("voting", "closed", "revealed", "run-off", "round-closed")
# The pages beside the room that matter at a moment.
MOMENTS_SEE = {
    "door": ("/waiting", "/waiting.json"),
    "before": ("/parts", "/prepare"),
    "discussion": ("/parts",),
    "ready": ("/prepare",),
    "formulation": ("/ideas", "/parts"),
    "formulated": ("/ideas", "/parts"),
    "analysis": ("/weigh", "/mine/marks", "/parts"),
    "opinion": ("/opinions", "/parts"),
    "objecting": ("/mine/notices", "/parts", "/list/merge"),
    "reconfiguration": ("/mine/notices", "/parts"),
    "presented": ("/proposals", "/parts"),
    "strengthening": ("/mine/decisions", "/parts", "/proposals"),
    "agreement": ("/mine/answer", "/parts"),
    "over": ("/close", "/responses", "/parts"),
}
ANSWERS: dict[str, list[Any]] = {
    "points": [[["A"], ["B", "C"]], [["B"], ["A"]], [["C"]]],
    "approval": [[["A", "C"]], [["C"]], []],
    "dots": [{"A": 3, "B": 2}, {"C": 3, "A": 1}, {"B": 1}],
    "stv": [[["A"], ["B"]], [["B"], ["A"]], [["C"], ["B"]]],
    "irv": [[["A"], ["B"]], [["B"]], [["C"], ["B"]]],
}
MARKS = [{"specific": 2, "feasible": 1, "Urgente": 2}, {"specific": 1, "feasible": 2, "Urgente": 0}]
ANSWERS["grid"] = [
    {"A": MARKS[0], "B": MARKS[1], "C": MARKS[1]},
    {"A": MARKS[1], "B": MARKS[0], "C": MARKS[1]},
    {"A": MARKS[0], "B": MARKS[1], "C": MARKS[0]},
]
PROBLEMS = ["Los datos llegan tarde.", "Nadie responde las solicitudes.", "Falta presupuesto."]


class Play:
    def __init__(self, demo: Demo, visit: Visit, look: Callable[[str, list[str]], None]) -> None:
        self.demo, self.visit, self.see = demo, visit, look
        self.papers = Papers(visit, plan=1)
        self.is_short = False
        self.workshop = 1
        self.place = "/workshops/1"

    # Short ways to say who does what

    def desk(self, act: str, /, **fields: Any) -> None:
        self.visit.press("modera", f"{self.place}/{act}", **fields)

    def seat(self, name: str, act: str, /, **fields: Any) -> None:
        self.visit.press(name, f"{self.place}/{act}", **fields)

    def sgp(self, address: str, /, **fields: Any) -> None:
        self.visit.press("sgp", address, **fields)

    def ids(self, query: str, *values: Any) -> list[int]:
        return [number for (number,) in self.visit.rows(query, *values)]

    def last(self, table: str) -> int:
        return self.visit.value(f"SELECT max(id) FROM {table}")

    def look(self, moment: str) -> None:
        """See the room as it stands: everyone, both languages, projector and desk."""
        if self.is_short and moment not in VOTE_MOMENTS:
            return
        query = "SELECT id FROM contest WHERE workshop_id = ? ORDER BY id DESC LIMIT 2"
        contests = self.ids(query, self.workshop)
        under = ["", "/desk", *MOMENTS_SEE.get(moment.split("-")[0], ())]
        under += [f"/contests/{number}{page}" for number in contests for page in ("", "/ballot")]
        screen = self.screen()
        addresses = [*(f"{self.place}{page}" for page in under), screen, f"{screen}/parts"]
        self.see(f"{self.workshop}-{moment}", addresses)

    def screen(self) -> str:
        """The projector's address, as the moderator's desk gives it."""
        page = self.visit.get("modera", f"{self.place}/desk").text
        match = re.search(r"/screen/[\w.-]+", page)
        return match[0] if match else self.demo.addresses()["pantalla"]

    # The demonstration's own workshop

    def enter(self) -> None:
        addresses = self.demo.addresses()
        self.look_at_the_door(addresses)
        for name in ROLES:
            self.visit.enter(name, addresses[name])
        self.visit.people += [name for name in ROLES if name != "luis"]  # a participant like Ana

    def look_at_the_door(self, addresses: dict[str, str]) -> None:
        self.see("door", [addresses["ana"], addresses["pantalla"]])

    def round_1(self) -> None:
        self.look("before")
        self.desk("agenda/start")
        self.discuss()
        self.desk("agenda/next")
        self.summarize()
        self.desk("agenda/next")
        problem = self.ids("SELECT id FROM problem ORDER BY id")[0]
        comment = {"status": "planned", "action": "Está en el plan", "unit": "Oficina de Datos"}
        self.seat("rosa", f"problems/{problem}/comment", text="Para julio.", revision=0, **comment)
        self.demo.let_guests_act(8)
        self.look("officials")
        self.desk("agenda/next")
        self.vote([[["A"], ["C"]], [["B"], ["A", "C"]], [["C"]]], guests=12)
        self.finish()
        self.close_round("Así quedó el orden.")

    def discuss(self) -> None:
        problem = self.ids("SELECT id FROM problem ORDER BY id")[0]
        self.seat("ana", "floor/ask")
        self.demo.let_guests_act(6)
        self.desk("floor/next")
        self.seat("luis", "contributions", text="En Cusco pasa lo mismo.", problem_id=problem)
        self.seat("luis", "problems", text="No hay datos abiertos de las regiones.")
        self.desk(f"problems/{self.last('problem')}/admit")
        self.desk("agenda/extend", minutes=5, reason="Faltan voces")
        self.look("discussion")
        self.demo.let_guests_act(45)
        self.desk("agenda/pause", reason="Un café")
        self.look("pause")
        self.desk("agenda/resume")

    def summarize(self) -> None:
        problem = self.ids("SELECT id FROM problem ORDER BY id")[1]
        self.desk(f"problems/{problem}/summary", text="Faltan datos y plazos.", revision=0)
        self.desk("contests/practice")
        self.demo.let_guests_act(3)
        self.look("practice")
        self.desk(f"contests/{self.last('contest')}/put-away")
        self.look("summary")

    # What every vote goes through

    def open_contests(self) -> list[int]:
        return self.ids(
            "SELECT id FROM contest WHERE workshop_id = ? AND state = 'open'", self.workshop
        )

    def vote(self, answers: list[Any], guests: int) -> None:
        """Ana, Luis and Rosa vote in what is open, then the guests; the result is shown."""
        contests = self.open_contests()
        for contest in contests:
            for name, answer in zip(("ana", "luis", "rosa"), answers, strict=True):
                self.cast(name, contest, answer)
        self.look("voting")
        self.demo.let_guests_act(guests)
        self.look("voted")
        self.desk(f"contests/{contests[0]}/close")  # and with it all that are open beside it
        self.visit.still.advance(minutes=1)
        self.demo.let_guests_act(1)
        self.look("closed")
        self.desk("agenda/next")
        self.look("results")
        for contest in contests:
            self.show(contest)
        self.look("revealed")

    def cast(self, name: str, contest: int, answer: Any) -> None:
        """Cast a ballot; options that this contest does not have are left out of it."""
        [*keys] = [
            key
            for (key,) in self.visit.rows("SELECT key FROM option WHERE contest_id = ?", contest)
        ]
        if isinstance(answer, list):
            groups = [[key for key in group if key in keys] for group in answer]
            answer = [group for group in groups if group]
        sent = {"answer": json.dumps(answer), "request_id": f"{name}-{contest}", "revision": 0}
        self.seat(name, f"contests/{contest}/ballot", **sent)

    def show(self, contest: int) -> None:
        """The first place, then all; a tie at the cut is settled as it was agreed."""
        self.desk(f"contests/{contest}/reveal")
        self.look(f"place-of-{contest}")
        state = "SELECT state FROM contest WHERE id = ?"
        if self.visit.value(state, contest) != "revealed":
            self.desk(f"contests/{contest}/reveal", everything="yes")
        self.settle_tie(contest)

    def settle_tie(self, contest: int) -> None:
        page = self.visit.get("modera", f"{self.place}/desk").text
        if f"contests/{contest}/lots" in page:
            digest = self.visit.value("SELECT closing_digest FROM contest WHERE id = ?", contest)
            self.desk(f"contests/{contest}/lots", number="4162", digest=digest)
        if f"contests/{contest}/run-off" in page:
            self.desk(f"contests/{contest}/run-off")
            run_off = self.last("contest")
            self.look("run-off")
            self.demo.let_guests_act(6)
            self.visit.still.advance(minutes=3)
            self.demo.let_guests_act(1)
            self.visit.get("modera", f"{self.place}/desk")
            state = "SELECT state FROM contest WHERE id = ?"
            if self.visit.value(state, run_off) != "revealed":
                self.desk(f"contests/{run_off}/reveal", everything="yes")

    def finish(self) -> None:
        self.desk("agenda/finish")
        self.desk("agenda/close")
        self.look("over")

    def close_round(self, reason: str) -> None:
        """What the count takes on goes on; what does not is answered, and all is published."""
        page = self.visit.get("sgp", f"{self.place}/close").text
        boxes = re.findall(r'<input[^>]*name="item" value="(\d+)"[^>]*>', page)
        ticked = re.findall(r'<input[^>]*name="item" value="(\d+)"[^>]*\schecked', page)
        self.sgp(f"{self.place}/close", item=ticked or boxes[:1], reason=reason)
        self.look("round-closed")
        self.papers.answer_all(f"{self.place}/responses")
        self.sgp(f"{self.place}/close/publish")

    # Further workshops

    def convene(self, theme: int, round: int, **voting: Any) -> None:
        """Plan a workshop, seat everyone; those who have a browser come by the room's code."""
        self.sgp(f"/plans/1/themes/{theme}/rounds/{round}/workshop", **DAY)
        self.workshop = self.last("workshop")
        self.place = f"/workshops/{self.workshop}"
        moderator = self.visit.value("SELECT id FROM person WHERE email LIKE 'modera%'")
        appointed = {"staff-person_id": moderator, "staff-role": "moderator"}
        self.sgp(f"{self.place}/prepare/seats/appoint", **appointed)
        for number, (name, (acronym, role)) in enumerate(GUESTS.items()):
            query = "SELECT id FROM organization WHERE ? IN (acronym, name)"
            seat = {"name": name, "role": role, "email": f"guest{number}@example.org"}
            seat |= {"organization_id": self.visit.value(query, acronym), "time_percent": 150}
            fields = {f"seat-{field}": value for field, value in seat.items()}
            self.sgp(f"{self.place}/prepare/seats/add", **fields)
        self.knock()
        self.sgp(f"{self.place}/prepare/seats/links")

    def knock(self) -> None:
        code = self.visit.value("SELECT code FROM workshop WHERE id = ?", self.workshop)
        for name, organization in ORGANIZATIONS.items():
            fields = {"organization": organization} | (
                {"is_official": "y"} if name == "rosa" else {}
            )
            self.visit.press(name, f"/join/{code}", **fields)
        self.look("door")
        waiting = "SELECT id FROM seat WHERE workshop_id = ? AND state = 'waiting' ORDER BY id"
        for seat, name in zip(self.ids(waiting, self.workshop), ORGANIZATIONS, strict=True):
            role = OFFICIAL if name == "rosa" else TITULAR
            self.desk(f"seats/{seat}/admit", role=role)

    def prepared(self) -> None:
        for state in ("convened", "ready"):
            self.sgp(f"{self.place}/prepare/state", state=state)
        self.look("ready")

    def set_secrecy(self, mode: str) -> None:
        person = "SELECT person_id FROM seat WHERE workshop_id = ? AND role = ? ORDER BY id DESC"
        state, society = (self.ids(person, self.workshop, role)[0] for role in (OFFICIAL, TITULAR))
        fields = {"mode": mode, "state": state, "society": society}
        fields = {f"secrecy-{name}": value for name, value in fields.items()}
        self.sgp(f"{self.place}/prepare/secrecy", **fields)

    def round_by(self, rule: str, theme: int) -> None:
        """A whole round 1 counted by this rule, of problems that the SGP wrote down."""
        self.convene(theme, 1)
        organization = self.last("organization")
        for text in PROBLEMS:
            self.sgp(
                f"{self.place}/prepare/problems",
                **{"problem-text": text, "problem-organization_id": organization},
            )
        settled = {**VOTING, **RULES[rule], "rule": rule}
        mode = "roll-call" if settled.pop("roll_call", False) else "secret"
        self.sgp(f"{self.place}/prepare/voting", **settled)
        self.set_secrecy(mode)
        self.prepared()
        self.desk("agenda/start")
        for _phase in range(3):
            self.desk("agenda/next")
        self.vote(ANSWERS[rule], guests=8)
        self.finish()
        self.close_round("El orden de la votación.")

    def all_rules(self) -> None:
        for text in ("Gobierno local", "Agricultura"):
            self.sgp("/plans/1/themes", name=text)
        themes = self.ids("SELECT id FROM theme WHERE is_developed ORDER BY id")[1:]
        self.is_short = True
        for rule, theme in zip(RULES, themes, strict=True):
            self.round_by(rule, theme)
        self.is_short = False

    # Round 2

    def round_2(self) -> None:
        self.convene(1, 2)
        self.set_secrecy("secret")
        self.prepared()
        self.desk("agenda/start")
        self.look("recap")
        self.desk("agenda/next")
        self.formulate()
        self.desk("agenda/next")
        self.analyse()
        self.desk("agenda/next")
        self.opine()
        self.desk("agenda/next")
        self.reconfigure()
        self.desk("agenda/next")
        self.vote([[["A"], ["C"]], [["A"], ["B", "C"]], [["B"]]], guests=16)
        self.finish()
        self.close_round("Las ideas de la votación.")

    def problems(self) -> list[int]:
        return self.ids("SELECT id FROM problem WHERE round = 2 AND theme_id = 1 ORDER BY id")

    def write(self, name: str, text: str, *problems: int) -> int:
        self.seat(name, "ideas")
        idea = self.last("idea")
        self.seat(name, f"ideas/{idea}", text=text, problem=list(problems), revision=1)
        return idea

    def hand_in(self, name: str, text: str, *problems: int) -> int:
        idea = self.write(name, text, *problems)
        self.seat(name, f"ideas/{idea}/hand-in")
        return idea

    def formulate(self) -> None:
        first, second, *_others = self.problems()
        for name, text, problems in (
            ("ana", "Un portal único reúne la información ambiental.", [first]),
            ("luis", "La información se publica en lenguaje ciudadano.", [first]),
            ("luis", "Cada entidad publica un calendario de datos.", [first, second]),
            ("ana", "La consulta empieza antes de aprobar los términos.", [second]),
            ("ana", "Se capacita a los comités de vigilancia.", [second]),
            ("luis", "Un observatorio y una línea telefónica.", [second]),
        ):
            self.hand_in(name, text, *problems)
        self.write("ana", "Una idea que queda en borrador.", first)
        self.look("formulation")
        self.visit.still.advance(seconds=70)
        self.desk("ideas/reveal")
        self.look("formulated")

    def ideas(self) -> list[int]:
        query = "SELECT id FROM idea WHERE workshop_id = ? AND state = 'listed' ORDER BY id"
        return self.ids(query, self.workshop)

    def analyse(self) -> None:
        ideas = self.ideas()
        for name, mark in (("ana", 2), ("luis", 1), ("rosa", 0)):
            for idea in ideas[:3]:
                self.seat(name, f"weigh/{idea}/mark", criterion="feasibility", mark=mark)
                self.seat(name, f"weigh/{idea}/mark", criterion="value", mark=mark)
            self.seat(name, f"weigh/{ideas[0]}/join", other=ideas[1], joined=1)
        self.seat("ana", f"ideas/{ideas[2]}/contributions", text="En Cusco ya existe.")
        self.demo.let_guests_act(2)
        self.look("analysis")

    def opine(self) -> None:
        said = {"budget": "possible", "unit": "DGICA", "text": "Con responsables.", "revision": 0}
        for idea, feasibility in zip(
            self.ideas(), ("feasible_with_conditions", "already_on_the_agenda"), strict=False
        ):
            self.seat("rosa", f"opinions/{idea}", feasibility=feasibility, **said)
        self.hand_in("rosa", "Se amplía la red de monitoreo.", self.problems()[1])
        self.look("opinion")

    def reconfigure(self) -> None:
        portal, plain, calendar, early, training, observatory, *_rest = self.ideas()
        reason = {"reason": "Así lo acordó la sala."}
        merged = "Un portal único, en lenguaje ciudadano."
        self.desk("list/merge", idea=[portal, plain], text=merged, **reason)
        self.desk(f"list/{calendar}/reword", text="Cada entidad publica su calendario.", **reason)
        pieces = {"texts-0": "Un observatorio.", "texts-1": "Una línea telefónica."}
        self.desk(f"list/{observatory}/split", **pieces, **reason)
        self.desk(f"list/{training}/leave-out", **reason)
        first, second, *_others = self.problems()
        self.desk(f"list/{early}/move", problem=[first, second], seen=[second], **reason)
        self.look("objecting")
        made = self.visit.value("SELECT id FROM idea WHERE text = ?", merged)
        self.seat("ana", f"list/{made}/object", text="Se perdió el plazo.")
        self.look("reconfiguration")

    # Round 3 and the record it leads to

    def round_3(self) -> None:
        self.convene(1, 3)
        carried = self.carried()
        text = {"scope": "Las entidades comparten sus datos en un portal.", "revision": 0}
        text |= {"left_out": "Los datos de las empresas."}
        takes = [{f"take-{carried[0]}": "developed_into"}]
        takes += [{f"take-{carried[1]}": "partly_taken_up", f"note-{carried[1]}": "Sin regiones."}]
        for title, taken in zip(("Articular las plataformas", "Un calendario"), takes, strict=True):
            self.seat("rosa", "proposals", title=title, **text, **taken)
            self.seat("rosa", f"proposals/{self.last('proposal')}/present")
        self.prepared()
        self.let_guests_in()
        self.desk("agenda/start")
        for proposal, level in zip(
            self.ids("SELECT id FROM proposal ORDER BY id"), (2, 5), strict=True
        ):
            self.discuss_proposal(proposal, level)
        self.desk("agenda/close")
        self.look("over")
        self.close_round_3()

    def let_guests_in(self) -> None:
        """Guests answer for their organizations too: by the links that the SGP sends them."""
        links = self.visit.get("sgp", f"{self.place}/prepare/seats/links.csv").text
        for name in GUESTS:
            link = re.search(rf"{name}.*?(/enter/[\w.-]+)", links)
            assert link, links
            self.visit.enter(name, link[1])

    def carried(self) -> list[int]:
        page = self.visit.get("rosa", f"{self.place}/proposals/new").text
        return list(dict.fromkeys(map(int, re.findall(r'name="take-(\d+)"', page))))

    def discuss_proposal(self, proposal: int, level: int) -> None:
        self.look(f"presented-{proposal}")
        self.desk("agenda/next")
        self.seat("ana", f"proposals/{proposal}/contributions", text="¿Quién lo mantiene?")
        self.seat("luis", "floor/ask")
        self.look(f"questions-{proposal}")
        self.desk("agenda/next")
        self.strengthen(proposal)
        self.desk("agenda/next")
        check = self.last("agreement_check")
        for name in ("ana", "luis", "rosa"):
            said = level if name == "luis" else 1
            sent = {"level": said, "reservation": "Falta presupuesto.", "revision": 0}
            self.seat(name, f"agreement/{check}/answer", **sent)
        self.look(f"agreement-{proposal}")
        for name in GUESTS:
            self.seat(name, f"agreement/{check}/answer", level=2, reservation="", revision=0)
        self.desk(f"agreement/{check}/close", confirmed="yes")
        self.look(f"agreed-{proposal}")
        self.desk("agenda/next")
        self.look(f"agreements-{proposal}")
        if proposal == self.last("proposal"):
            self.desk("agenda/finish")
        else:
            self.desk("agenda/next")

    def strengthen(self, proposal: int) -> None:
        page, title = f"proposals/{proposal}/suggestions", f"Título mejor {proposal}"
        suggested = {"field": "title", "note": "Más claro.", "text": title}
        self.seat("ana", page, **suggested, revision=self.wording(proposal))
        self.look(f"strengthening-{proposal}")
        accepted = {"text": title, "reason": "Precisa el alcance."}
        decided = f"{page}/{self.last('suggestion')}"
        self.seat("rosa", f"{decided}/accept", **accepted, revision=self.revised(proposal))
        suggested = {"field": "scope", "note": "Es posible.", "text": "Solo en Lima."}
        self.seat("luis", page, **suggested, revision=self.wording(proposal))
        decided = f"{page}/{self.last('suggestion')}"
        declined = {"reason": "Es nacional.", "revision": self.revised(proposal)}
        self.seat("rosa", f"{decided}/decline", **declined)
        self.look(f"strengthened-{proposal}")

    def wording(self, proposal: int) -> int:
        return self.visit.value("SELECT max(number) FROM wording WHERE proposal_id = ?", proposal)

    def revised(self, proposal: int) -> int:
        return self.visit.value("SELECT revision FROM proposal WHERE id = ?", proposal)

    def close_round_3(self) -> None:
        self.sgp(f"{self.place}/close", reason="Acuerdos de la sala.")
        self.papers.answer_all("/plans/1/responses")
        self.sgp(f"{self.place}/close/publish")
        for record in self.ids("SELECT id FROM commitment ORDER BY id"):
            self.fill_in(record)

    def fill_in(self, record: int) -> None:
        """Fill in a record; the first becomes public, the other stays a draft."""
        page = f"/plans/1/commitments/{record}"
        self.see(f"record-{record}-empty", [page, f"{page}/panel"])
        self.papers.fill_in(record)
        self.see(f"record-{record}-filled", [page, f"{page}/panel", f"{page}/timeline"])
        if record == 1:
            self.papers.put_forward(record)
