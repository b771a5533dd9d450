"""The mentee's ten statements, 0–10. Source: domain.md §2.5, original wording of the project.

Arabic, Somali and Turkish are ours as well and have not been read by anyone who grew up with them.
"""

from samspil.delivery.instruments.shape import Instrument, Item

INSTRUMENT = Instrument(
    slug="mentee",
    version=1,
    low=0,
    high=10,
    low_words={"da": "slet ikke", "en": "not at all", "ar": "أبداً", "so": "maya, gabi ahaanba", "tr": "hiç"},
    high_words={"da": "helt", "en": "completely", "ar": "تماماً", "so": "si buuxda", "tr": "tamamen"},
    source="domain.md §2.5: original wording, a reconstruction; the programme's own tool was not readable",
    licence="CC0-1.0",
    items=(
        Item(
            "talk",
            {
                "da": "Jeg har en, jeg kan tale med",
                "en": "I have someone I can talk to",
                "ar": "لدي شخص يمكنني التحدث معه",
                "so": "Waxaan haystaa qof aan la hadli karo",
                "tr": "Konuşabileceğim biri var",
            },
            {
                "da": "Nogen at tale med",
                "en": "Someone to talk to",
                "ar": "شخص أتحدث معه",
                "so": "Qof aan la hadlo",
                "tr": "Konuşacak biri",
            },
        ),
        Item(
            "family",
            {
                "da": "Jeg har det godt med min familie",
                "en": "I get on with my family",
                "ar": "علاقتي بعائلتي جيدة",
                "so": "Qoyskayga waan wada fiicannahay",
                "tr": "Ailemle aram iyi",
            },
            {"da": "Familien", "en": "Family", "ar": "العائلة", "so": "Qoyska", "tr": "Aile"},
        ),
        Item(
            "friends",
            {
                "da": "Jeg har venner, der er gode for mig",
                "en": "I have friends who are good for me",
                "ar": "لدي أصدقاء جيدون لي",
                "so": "Waxaan leeyahay saaxiibbo ii wanaagsan",
                "tr": "Bana iyi gelen arkadaşlarım var",
            },
            {
                "da": "Gode venner",
                "en": "Good friends",
                "ar": "أصدقاء جيدون",
                "so": "Saaxiibbo wanaagsan",
                "tr": "İyi arkadaşlar",
            },
        ),
        Item(
            "belonging",
            {
                "da": "Jeg hører til et sted",
                "en": "I belong somewhere",
                "ar": "أنتمي إلى مكان ما",
                "so": "Meel baan ka tirsanahay",
                "tr": "Bir yere aitim",
            },
            {
                "da": "Hører til et sted",
                "en": "Belonging",
                "ar": "الانتماء",
                "so": "Ka tirsanaan",
                "tr": "Ait olmak",
            },
        ),
        Item(
            "days",
            {
                "da": "Min skole, mit job eller mine dage fungerer",
                "en": "School, job or my days work",
                "ar": "مدرستي أو عملي أو أيامي تسير جيداً",
                "so": "Iskuulkayga, shaqadayda ama maalmahaygu way hagaagsan yihiin",
                "tr": "Okulum, işim ya da günlerim yolunda",
            },
            {
                "da": "Skole og hverdag",
                "en": "School and days",
                "ar": "المدرسة والأيام",
                "so": "Iskuulka iyo maalmaha",
                "tr": "Okul ve günler",
            },
        ),
        Item(
            "disagreement",
            {
                "da": "Jeg kan være uenig med nogen, uden at det går galt",
                "en": "I can handle disagreement without it going wrong",
                "ar": "أستطيع أن أختلف مع شخص دون أن يسوء الأمر",
                "so": "Qof waan isku khilaafi karnaa iyada oo aan xumaan",
                "tr": "İşler kötüye gitmeden biriyle anlaşmazlığa düşebilirim",
            },
            {"da": "Uenighed", "en": "Disagreement", "ar": "الاختلاف", "so": "Khilaaf", "tr": "Anlaşmazlık"},
        ),
        Item(
            "voice",
            {
                "da": "Jeg kan sige, hvad jeg mener, og lytte til andre",
                "en": "I can say what I think and listen to others",
                "ar": "أستطيع أن أقول رأيي وأن أستمع إلى الآخرين",
                "so": "Waxaan sheegi karaa fikirkayga, dadka kalena waan dhegaysan karaa",
                "tr": "Düşündüğümü söyleyebilir ve başkalarını dinleyebilirim",
            },
            {
                "da": "Sige og lytte",
                "en": "Saying and listening",
                "ar": "القول والاستماع",
                "so": "Sheegid iyo dhegaysi",
                "tr": "Söylemek ve dinlemek",
            },
        ),
        Item(
            "fairness",
            {
                "da": "Jeg bliver behandlet ordentligt – og ved, hvad jeg kan gøre, når jeg ikke gør",
                "en": "I feel treated fairly – and know what to do when not",
                "ar": "يعاملني الناس بشكل لائق، وأعرف ماذا أفعل عندما لا يحدث ذلك",
                "so": "Si wanaagsan baa la iila dhaqmaa, waanan aqaan waxaan sameeyo marka aan sidaas ahayn",
                "tr": "Bana düzgün davranılıyor; davranılmadığında ne yapabileceğimi biliyorum",
            },
            {
                "da": "Behandlet ordentligt",
                "en": "Treated fairly",
                "ar": "معاملة لائقة",
                "so": "Si wanaagsan loola dhaqmo",
                "tr": "Düzgün davranılmak",
            },
        ),
        Item(
            "wellbeing",
            {
                "da": "Jeg har det godt",
                "en": "I feel well",
                "ar": "أنا بخير",
                "so": "Waan fiicanahay",
                "tr": "Kendimi iyi hissediyorum",
            },
            {
                "da": "Har det godt",
                "en": "Feeling well",
                "ar": "بخير",
                "so": "Fiicnaan",
                "tr": "İyi hissetmek",
            },
        ),
        Item(
            "future",
            {
                "da": "Jeg tror på, at jeg kan nå det, jeg gerne vil",
                "en": "I believe I can reach what I want",
                "ar": "أؤمن بأنني أستطيع الوصول إلى ما أريد",
                "so": "Waxaan rumaysanahay inaan gaari karo waxaan rabo",
                "tr": "İstediğime ulaşabileceğime inanıyorum",
            },
            {
                "da": "Nå det, jeg vil",
                "en": "Reaching what I want",
                "ar": "الوصول إلى ما أريد",
                "so": "Gaaridda waxaan rabo",
                "tr": "İstediğime ulaşmak",
            },
        ),
    ),
)
