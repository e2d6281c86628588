"""The letters of complaint handling (pure): the codes a signing mandate is given for."""

from __future__ import annotations

EVERY_LETTER = "*"

LETTERS = {
    "L01": "Ontvangstbevestiging",
    "L02": "Verzoek om aanvulling of machtiging",
    "L03": "Afschrift aan de betrokkene",
    "L04": "Uitnodiging voor het hoorgesprek",
    "L05": "Niet in behandeling nemen",
    "L06": "Verslag van het horen",
    "L07": "Afsluiting naar tevredenheid",
    "L08": "Verdaging",
    "L09": "Verder uitstel",
    "L10": "Afdoening",
    "L11": "Rapport van bevindingen en advies",
    "L12": "Jaarpublicatie",
    "L13": "Reactie op een aanbeveling van de ombudsman",
    "L14": "Doorzending of warme overdracht",
}
