"""What the pages of today and of a traject say after an act, by the word in the address."""

MESSAGES = {
    "aangemeld": "Het traject is begonnen. Wat de leerkracht schreef, blijft verzegeld tot alle "
    "ouders met gezag akkoord zijn.",
    "gestart": "Het traject is begonnen.",
    "toegevoegd": "Toegevoegd. Is er akkoord? Dan staan de links hieronder.",
    "gezag": "Vastgelegd. Nu zie je wie akkoord moet geven.",
    "gevraagd": "De link staat klaar om te delen.",
    "link-onderweg": "De link gaat weg. Niet tussen 20.00 en 7.30 uur.",
    "vastgelegd": "Vastgelegd. Nog niet iedereen is akkoord.",
    "akkoord": "Vastgelegd. De links staan hieronder, met de dag waarop ze opengaan.",
    "akkoord-later": "Vastgelegd. De intake staat op een schooldag, niet vlak bij een vakantie. "
    "Kan het niet wachten? Verzet hem naar vandaag.",
    "akkoord-niemand": "Vastgelegd. Voeg nu toe wie je wilt vragen.",
    "niet-akkoord": "Vastgelegd. We vragen nu niets meer.",
    "opgeslagen": "Vastgelegd.",
    "klaar": "De links staan klaar om te delen.",
    "link": "De link is vernieuwd. De oude werkt niet meer.",
    "link-weg": "De link is ingetrokken.",
    "verzet": "De meting is verzet. De links gaan mee.",
    "verzet-let-op": "De meting is verzet. Let op: die dag is er geen school, of het is vlak "
    "bij een vakantie.",
    "gaat-niet-door": "Vastgelegd. Voor deze meting vragen we niemand meer.",
    "stapje": "Het stapje staat klaar om te vragen.",
    "aanmelding": "De aanmeldmeting staat klaar om te delen.",
    "bereikbaar": "Bewaard. Wat openstaat, gaat vanaf nu zo.",
    "opnieuw": "Het bericht gaat opnieuw weg.",
    "tijdlijn": "Het staat op de tijdlijn.",
    "tijdlijn-weg": "Het staat niet meer op de tijdlijn.",
    "afgesloten": "Het traject is afgesloten. Wat openstaat, kan nog worden ingevuld.",
    "heropend": "Het traject loopt weer.",
    "bewaartermijn": "Vastgelegd.",
    "meetplan": "Vanaf nu vragen we wat in dit meetplan staat.",
    "contact": "Het contact is vastgelegd.",
    "contact-weg": "Het contact staat er niet meer bij.",
    "afwijking": "De afwijking is vastgelegd. Op de gekozen dag staat ze bij Vandaag.",
    "afwijking-weg": "De afwijking staat er niet meer bij.",
    "teruggekeken": "Vastgelegd wat ervan kwam.",
    "doel": "Het doel staat erbij.",
    "doel-veranderd": "Het doel heeft nieuwe woorden. De oude blijven staan, met de reden.",
    "doel-afgerond": "Vastgelegd hoe het doel afliep.",
    "kaart": "Bewaard. Je leest het terug bij het traject.",
    "kaart-overgeslagen": "Overgeslagen. Bij het traject kun je de kaart later nog beantwoorden.",
    "kaart-mag": "Bewaard. Zeg hieronder nog of deze kaart naar collega's mag.",
    "kaart-dubbel": "Deze kaart was intussen al beantwoord. Beide antwoorden staan hieronder. "
    "Het laatste telt.",
    "kaart-deelt": "Vastgelegd. Bij de kaart staat wat er nu mee gebeurt.",
    "kaart-ouders": "Vastgelegd. Zodra de ouders akkoord zijn, vul je hieronder de dag in.",
    "kaart-weg": "De kaart is ingetrokken. Niemand anders ziet haar nog.",
    "opgepakt": "Opgepakt. Terugzetten kan vandaag nog.",
    "afgerond": "Afgerond.",
    "teruggezet": "Teruggezet. Het vraagt weer je aandacht.",
    "herinnerd": "De herinnering gaat nu weg.",
    "niet-herinnerd": "Er gaat nu geen herinnering weg. Kijk hoe het ervoor staat.",
    "bewaard": "Bewaard, nog niet verstuurd. Je kunt later verder bij 'Ik vul het in'.",
    "voorgelezen": "De antwoorden zijn verstuurd. Erbij staat dat jij ze voorlas.",
    "gebeld": "De antwoorden zijn verstuurd. Erbij staat dat het aan de telefoon was.",
    "van-papier": "De antwoorden van papier zijn verstuurd, met de dag die erop staat.",
}
PLACES = {
    **dict.fromkeys(("doel", "doel-veranderd", "doel-afgerond"), "doelen"),
    **dict.fromkeys(
        ("contact", "contact-weg", "afwijking", "afwijking-weg", "teruggekeken"), "gedaan"
    ),
}
"""Where on the page of a traject a message stands, beside what it is about; else on top."""
