"""What the invented people are called and say."""

from samspil.delivery.terms import Intervention

FIRST_NAMES = (
    "Adam",
    "Aya",
    "Benjamin",
    "Camilla",
    "Daniel",
    "Elias",
    "Fatima",
    "Gustav",
    "Hiba",
    "Isak",
    "Jasmin",
    "Karl",
    "Leila",
    "Malik",
    "Nanna",
    "Oliver",
    "Petra",
    "Rami",
    "Selma",
    "Tobias",
    "Vera",
    "William",
    "Yara",
    "Ziggy",
)
LAST_NAMES = (
    "Abildtrup",
    "Birkely",
    "Dahlgren",
    "Egebæk",
    "Fjordside",
    "Granholt",
    "Havelund",
    "Klitgaarden",
    "Lyngdal",
    "Mosevang",
    "Nordlys",
    "Overby",
    "Rosenhave",
    "Sandager",
    "Tangmark",
    "Vindinge",
)
PURPOSES = {
    Intervention.MENTOR: (
        "En hverdag, der holder, og nogen at dele den med.",
        "Tilbage i gang med uddannelse og gode venner.",
        "Ro på derhjemme og noget at stå op til.",
        "Finde et sted at høre til.",
    ),
    Intervention.PARENT: (
        "Rolige samtaler derhjemme.",
        "Grænser, der holder, uden at vi råber.",
        "Ikke at stå alene med det.",
    ),
}
TASKS = {
    Intervention.MENTOR: (
        "Mødes ugentligt, følge til vejleder, støtte kontakten hjem.",
        "Mødes hver uge, øve svære samtaler.",
        "Gå ture, hjælpe med ansøgninger, holde kontakt til skolen.",
    ),
    Intervention.PARENT: (
        "Samtaler hver anden uge, øve sætninger hjemme.",
        "Coachsamtaler og følge til netværket.",
    ),
}
GOALS = ("Uddannelse", "Familie", "Nogen at tale med", "Fritid", "Job", "Søvn og rytme")
PARENT_GOALS = ("Rolig samtale", "Grænser", "Tid sammen", "Netværk")
AGREED = (
    "Vi ringer sammen til vejlederen.",
    "Øver samtalen til næste gang.",
    "Tager i klubben torsdag.",
    "Skriver til skolen sammen.",
    "Går en tur igen på onsdag.",
    "Ser på ansøgningen sammen.",
)
DID = (
    "Gik en tur og talte om ugen.",
    "Skrev på ansøgningen.",
    "Var med til mødet på skolen.",
    "Spillede bold og talte bagefter.",
    "Øvede, hvad der kan siges derhjemme.",
)
PLACES = {"walk": "outdoors", "call": "phone", "message": "phone", "attempt": ""}
WHY = (
    "Samme interesser og tid om eftermiddagen.",
    "Har erfaring fra klubben.",
    "Kan mødes tæt på og taler roligt.",
)
