"""What the invented people are called and say."""

from samspil.delivery.terms.courses import Intervention

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
    "Vi tog til vejlederen og fik en plan for foråret.",
    "Vi gik en tur og talte om, hvad der skal til nu.",
    "Vi ringede til skolen sammen og aftalte et møde.",
)
PLACES = {"walk": "outdoors", "call": "phone", "message": "phone", "attempt": ""}
WHY = (
    "Samme interesser og tid om eftermiddagen.",
    "Har erfaring fra klubben.",
    "Kan mødes tæt på og taler roligt.",
)
HELPED = (
    "At der var en, der blev ved med at ringe.",
    "At vi gik, mens vi talte.",
    "At det var mig, der valgte målene.",
    "At du sagde, når du var uenig.",
)
NOTICES = (
    "Jeg står op, før klokken ringer anden gang.",
    "Jeg siger til, før jeg bliver væk.",
    "Der er en, jeg kan ringe til om aftenen.",
    "Vi spiser sammen to gange om ugen.",
)
STEPS = (
    ("Mentor", "Ringer til vejlederen", "på mandag"),
    ("Mig selv", "Går ned i klubben", "inden den første"),
    ("Mentor og mig", "Skriver ansøgningen færdig", "næste gang"),
    ("Klasselærer", "Sender skemaet", "i næste uge"),
)
PARENT_STEPS = (
    ("Mig selv", "Siger til en halv time før", "hver aften"),
    ("Coach", "Finder tidspunkt med netværket", "i næste uge"),
)
HELPERS = ("Klasselærer", "Storebror", "Træner i klubben", "Uddannelsesvejleder", "Mormor")
EVERYDAY = {
    "everyday": ("Aftensmaden.", "Morgenerne.", "Storesøster", "At nogen vækker mig."),
    "leisure": ("Fodbold om torsdagen.", "", "Træneren", "At komme med til stævner."),
    "wishes": ("", "", "", "Et fritidsjob inden sommer."),
}
