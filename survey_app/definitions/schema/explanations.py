"""What an editor says about each key, in Dutch, for whoever writes a list."""

from typing import Final

WHOLE: Final = (
    "Eén vragenlijst. Hoe je er een schrijft, staat in LEESMIJ.md; "
    "`survey-app questionnaires check` kijkt hem helemaal na."
)

LANGUAGES: Final = {
    "nl": "De tekst in het Nederlands.",
    "en": "De tekst in het Engels.",
    "ar": "De tekst in het Arabisch.",
    "tr": "De tekst in het Turks.",
    "pl": "De tekst in het Pools.",
    "uk": "De tekst in het Oekraïens.",
    "ti": "De tekst in het Tigrinya.",
}

_VERSION = 'Nummer van de tekst, tussen aanhalingstekens: "1.0".'
_SCORING_VERSION = 'Nummer van de rekenregels, tussen aanhalingstekens: "1".'
_WHO = "Over wie deze cijfers gaan: iemand die bij `informants` staat."
_SOURCE = "Waar dit staat: schrijver, jaar en bladzijde of tabel."
_SOURCE_AGES = "Voor welke leeftijd, de jongste eerst: [4, 10]."

EXPLANATIONS: Final[dict[str, dict[str, str]]] = {
    "Head": {
        "key": "Vaste naam, ook van het bestand: kleine letters, cijfers en streepjes.",
        "version": _VERSION + " Verandert de tekst, dan een hoger nummer.",
        "scoring_version": _SCORING_VERSION + " Verandert een regel, dan een hoger nummer.",
        "informants": "Wie antwoordt: [parent], of meer: [parent, teacher].",
        "about": "Waarover het gaat: één traject, een persoon, een groep of een school.",
        "ages": "Jongste en oudste leeftijd van een kind dat zelf antwoordt: [8, 12].",
        "minutes": "Hoeveel minuten het kost voor wie het langst bezig is.",
        "licence": "Onder welke licentie de teksten staan, en van wie ze zijn.",
        "fictitious": "true voor een verzonnen lijst; zo'n lijst hoort nooit bij Kansmeter.",
        "layout": "`one_by_one`: één vraag per scherm, onder `items`. `together`: onder `pages`.",
        "languages": "De talen waarin de lijst er is, de gewone taal eerst.",
        "title": "Naam in lijsten en mails, zonder naam van een kind.",
        "question": "Kop van de startpagina. {kind} en {informant} worden ingevuld.",
        "period": "Over welke tijd de antwoorden gaan.",
        "follows": "De versies hiervoor, de nieuwste eerst, met wat er veranderde.",
        "most_blanks": "Met meer open vragen in de hele lijst is geen enkele score te bepalen.",
        "by_question": "true als een leerkracht ook per vraag alle leerlingen mag doen.",
        "options": "Rijen antwoorden met een naam; vragen noemen die naam.",
        "items": "De vragen, één per scherm (bij layout `one_by_one`).",
        "pages": "De bladzijden met hun vragen (bij layout `together`).",
        "scales": "Welke vragen samen een score zijn, en hoe.",
        "signals": "Welke antwoorden de coach moet zien, en hoe snel.",
    },
    "Licence": {
        "id": "De licentie: CC-BY-SA-4.0, of in woorden.",
        "ship_text": "false als de teksten niet met Kansmeter mee mogen.",
        "holder": "Van wie de teksten zijn.",
    },
    "Evidence": {
        "stage": "Trap van bewijs, 0 (nieuw) tot 5 (genormeerd).",
        "study": "Het onderzoek waar de trap op steunt; nodig vanaf trap 1.",
        "version": "De versie die is onderzocht, als dat een eerdere is.",
    },
    "Edition": {
        "language": "De taal: nl, en, ar, tr, pl, uk of ti.",
        "status": "`own`: eigen concept, aan niemand aangeboden. `reviewed`: nagelezen door mensen "
        "die de taal van huis uit spreken. `official`: van de houder van de lijst.",
        "evidence": "Wat er van de lijst in deze taal bekend is.",
    },
    "Step": {
        "version": "Nummer van de tekst vóór deze stap.",
        "scoring_version": "Nummer van de rekenregels vóór deze stap.",
        "change": "Wat er veranderde: de woorden (`wording`), of ook de regels (`scoring`).",
        "items": "De vragen waarvan de woorden veranderden; leeg: alle.",
        "options": "true als er andere antwoorden te kiezen zijn.",
        "comparable": "De schalen waarvan de lijn doorloopt over deze stap.",
    },
    "Option": {
        "key": "Vaste naam van dit antwoord: kleine letters, cijfers en lage streepjes.",
        "text": "Wat er staat, per taal.",
        "value": "Waarvoor het antwoord telt in een score.",
        "missing": "Als het antwoord niet meetelt: weet niet, of zegt het liever niet.",
        "face": "Het gezicht boven het antwoord; dan heeft elk antwoord er een.",
    },
    "Steps": {
        "low": "De woorden bij stap 0.",
        "high": "De woorden bij de hoogste stap.",
        "highest": "De hoogste stap: 10, of minder.",
    },
    "Goal": {
        "number": "Welk doel van het kind: 1, 2 of 3.",
        "steps": "Stappen met woorden aan beide kanten; zonder: de vijf treden van het doel.",
    },
    "Choose": {
        "least": "Hoeveel antwoorden er minstens gekozen worden.",
        "most": "Hoeveel antwoorden er hoogstens gekozen worden.",
    },
    "Number": {
        "least": "Het laagste getal dat kan.",
        "most": "Het hoogste getal dat kan.",
        "decimals": "Cijfers achter de komma: 0 tot 3.",
        "unit": "Wat er geteld wordt, zoals uur.",
    },
    "Condition": {
        "item": "Een vraag op een eerdere bladzijde.",
        "options": "De antwoorden waarbij deze vraag komt.",
    },
    "Item": {
        "key": "Vaste naam van deze vraag: kleine letters, cijfers en lage streepjes.",
        "text": "De vraag of zin, per taal. {kind} en {informant} worden ingevuld.",
        "hint": "Een regel uitleg onder de vraag, zoals wie het antwoord leest.",
        "facet": "Waar de vraag over gaat.",
        "indicator": "Wat je ervan kunt zien.",
        "parallel": "Zelfde merk: zelfde vraag bij een ander, of op een ander moment.",
        "informants": "Alleen voor deze mensen; zonder: voor iedereen die antwoordt.",
        "show_when": "Alleen vragen als dit eerder zo is beantwoord; alles moet kloppen.",
        "choose": "Meer antwoorden mogen: hoeveel. Samen met `options`.",
        "steps": "Antwoorden op een trap van 0 tot 10, met woorden aan beide kanten.",
        "goal": "Antwoorden over een doel van het kind.",
        "number": "Antwoorden met een getal.",
        "max_length": "Antwoorden met eigen woorden: hoeveel tekens hoogstens.",
        "lines": "Regels van het veld voor eigen woorden; 1 is een korte regel.",
        "options": "De antwoorden: de naam van een rij bovenaan, of hier een eigen rij.",
    },
    "Page": {
        "key": "Vaste naam van deze bladzijde.",
        "items": "De vragen op deze bladzijde.",
    },
    "Reference": {
        "source": _SOURCE,
        "informant": _WHO,
        "ages": _SOURCE_AGES + " Zonder: voor elke leeftijd.",
        "n": "Over hoeveel mensen.",
        "mean": "Het gemiddelde, in punten van de schaal.",
        "sd": "De standaarddeviatie, in punten van de schaal.",
        "reliability": "De betrouwbaarheid, tussen 0 en 1; met `reliability_kind`.",
        "reliability_kind": "Hoe de betrouwbaarheid is bepaald.",
        "fictitious": "true in een verzonnen lijst.",
    },
    "Norm": {
        "id": "Vaste naam van deze norm; hij wordt bij elke score bewaard.",
        "source": _SOURCE,
        "informant": _WHO,
        "ages": _SOURCE_AGES,
        "sex": "Alleen voor meisjes of voor jongens; zonder: voor samen.",
        "mean": "Het gemiddelde van de groep, in punten van de schaal.",
        "sd": "De standaarddeviatie van de groep, in punten van de schaal.",
        "n": "Hoeveel mensen er in de groep waren.",
        "percentiles": "Paren van score en percentage, oplopend: [[3, 20], [7, 80]].",
    },
    "Bands": {
        "id": "Vaste naam van deze banden.",
        "source": _SOURCE,
        "informant": _WHO,
        "ages": _SOURCE_AGES,
        "ranges": "Laagste en hoogste score per band, het dichtst bij gemiddeld eerst: "
        "[[0, 13], [14, 16], [17, 40]].",
    },
    "Settled": {
        "item": "De vraag waarvan het antwoord de score vastzet.",
        "options": "De antwoorden die dat doen.",
        "score": "De score die het dan is.",
    },
    "Scale": {
        "key": "Vaste naam van deze schaal, anders dan die van een vraag.",
        "title": "Hoe de schaal heet, per taal.",
        "direction": "Wat een hogere score betekent, per taal.",
        "question": "De kop boven de grafiek, per taal.",
        "items": "De vragen die meetellen.",
        "scales": "Voor een totaal: de schalen die meetellen, en hierboven staan.",
        "method": "`sum`: som. `mean`: gemiddelde. `prorated_sum`: som naar rato. `max`: hoogste. "
        "`count`: hoe vaak een antwoord uit `counted` is gekozen.",
        "min_answered": "Met minder antwoorden is de score niet te bepalen.",
        "higher_is_better": "true als een hogere score beter is, anders false.",
        "recode": "Andere waarden voor antwoorden: {ja: 2, soms: 1}.",
        "reversed": "De vragen die omgekeerd meetellen.",
        "weights": "Wat vaker meetelt: {a: 2}.",
        "counted": "Bij `count`: de antwoorden die geteld worden.",
        "blank": "Waarvoor een open vraag telt.",
        "hidden": "Waarvoor een vraag telt die niet werd getoond.",
        "rounding": "Alleen als een handleiding dat voorschrijft.",
        "settled": "Een antwoord dat de score vastzet.",
        "references": "Hoe nauwkeurig de schaal is, met bron; zonder: niet genormeerd.",
        "norms": "Een beschreven groep waarin een score een plaats krijgt, met bron.",
        "norm_fallback": "Wat een norm mag missen als er geen is die helemaal past.",
        "bands": "Een gepubliceerde verdeling in banden, met bron.",
    },
    "Signal": {
        "item": "De vraag waar het om gaat.",
        "items": "De vragen die samen geteld worden; met `at_least`.",
        "options": "De antwoorden die de coach moet zien.",
        "at_least": "Hoeveel van de vragen zo beantwoord moeten zijn.",
        "drop": "Zoveel stappen lager dan de vorige keer bij dezelfde persoon.",
        "level": "`today`: vandaag. `two_days`: in twee dagen. `talk`: in het volgende gesprek.",
    },
}
