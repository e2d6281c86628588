"""Names that are Dutch words as well: in small letters in the midst of a sentence they tell of nobody (pure).

The surnames that many people here have, and first names, as far as they are words of a letter.
"""

from __future__ import annotations

_WORDS = """
aal aap aarde adelaar akker appel april arend arts augustus avond baan baar baars baas bak bakker bal balk band bank bark bart bas bast
bed beek been beer begin beker ben berg beuk beul bij bijl blad blauw bleek bles blij blik blind bloem blok blom bode boef boek boer bok
bol bom bont boog boom boon boor boot bos bot bouw bouwer bouwman brand breed brem bril broek broer brood brouwer brug bruin bui buik
buis bult burg burger bus buur dag dagelijks dal dam dans deken dekker del dijk doel dok dol dominee donker doof door doorn doos dorp
draad draaier draak dreef drie driessen drost druk drukker duif duin dwars echt eerst eik eiland elke ende engel erf ezel fakkel feest
ferm fien fijn fleur fris gaarde gans gast geel geit gerust gezond goed goud graaf graan gracht graf gras grijs groen groep groot haag
haak haan haar haas hamer hand hard hart haven heer heide heilig heks held hem hemel hen herder hert heuvel hoed hoek hof hol hond
honing hoofd hooi hoop hoorn horst hout houtman huis huisman hulst hut ijs ijzer in jaar jager jan jong jonge jonker juli juni kamer
kamp kapel karel karper kat keizer kelder kerk kers ketel kind klaver klei kleijn klein klok klomp kloos kluis knecht knoop koe koel kok
kolk koning kool koop koopman koper kort koster kraai kraan kracht kramer krans krijger kroon kruis krul kuiper kunst kwast kwik laan
laat lage lak lam lamp land lang lange last leeuw leger lente lepel lief lijn lint loof loon los lucht maan maandag maart maas man mand
manders mark markt mast meer mees meester mei meijer merel mes mies mijn moed moeder mol molen molenaar mond moor morgen mos mug muis
mulder munt muur naald nacht nagel nat natuur nieuw nood noord noot nu oever oktober olie oom oost op oranje otter oud over paal paard
pad pan paradijs parel park pastoor paus pauw peer pels pen peper pier pijl pijn pijp plant plas plat poel poort poot post pot prins
prinsen prior proost put raad raaf rad ram rank recht reiger rein reus ridder riem riet rijk rijker ring rob roe roek roest rog rol rood
rook room roos rot rots rug ruijter ruiter rust sap schaap scheer schenk schep schild schilder schip schippers schoen school schoon
schout schouten schrijver schut september sier slager slang slot smaak smal smid smit smits sneeuw snel snijder snoek som spaan specht
spek spiegel spijker spin spit spoor staal stad stam stap stas steen ster sterk sterre stier stil stock stok stolk stoop storm straal
straat streng stroom struik tak tam tang teken tel tent tijd timmer timmerman timmermans ton toos top tor toren traag trees trouw tuin
turf twaalf twijg uil uit vaandrager vaart val valk van varken vast vat veen veer veld velden ven verf vers vet vier vierkant vijver
vink vis visscher visser vlag vlak vlam vlas vlieger vliet vlinder vloed vloot voerman vogel vol voogd voort vos vrede vriend vries vrij
vrijdag vroom vuur waal waard wachter wagen wagenaar wagt wal wand warm water weber weg weide weij werf werk west wever wiel wil wild
wind winkel winter wit witte wol wolf wolk woonst woord worm worst woud zaad zaal zalm zand zee zeeman zegers zeil zij zilver zomer zon
zondag zoon zorg zout zuid zuur zwaan zwaard zwager zwart zwarte
"""

NAMES_THAT_ARE_WORDS = frozenset(_WORDS.split())
