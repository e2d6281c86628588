"""Names that are Dutch words as well: in small letters in the midst of a sentence they tell of nobody (pure).

The surnames that many people here have, and first names, as far as they are words of a letter.
"""

from __future__ import annotations

_WORDS = """
aal aap aarde adelaar akker appel april arend arts augustus avond baan baar baars baas bak bakker bal balk band bank bark bart bas bast bed
beek been beer begin beker ben berg best beuk beul bij bijl blad blauw bleek bles blij blijf blik blind bloem blok blom bode boef boek boer
bok bol bom bont boog boom boon boor boot bos bot bouw bouwer bouwman brand breed brem bril broek broer brood brouwer brug bruin bui buik
buis bult buren burg burger bus buur buurt dag dagelijks dal dam dans deken dekker del dien dijk dik doel dok dol dominee donker doof door
doorn doos dorp draad draaier draak dreef drie driessen drost druk drukker duif duim duin dwaal dwars echt eerst eik eiland elke ende eng
engel erf ezel fakkel feest fel ferm fien fijn fleur flink frank fris gaarde gans gast geel geit geluk gering gerust gezond goed goud graaf
graan gracht graf gras grijs groen groep groot haag haak haan haar haas haast hamer hand hard hart haven heer heide heilig hek heks held
hem hemel hen herder hert heus heuvel hoed hoek hoeve hof hol hond honing hoofd hoog hooi hoop hoorn horst hout houtman huis huisman hulst
hut ijs ijzer in jaar jager jan jong jonge jonker joy juli juni kade kalf kalk kamer kamp kans kant kapel kaper karel karper kat keizer
kelder kerk kers ketel keus kind kist klap klaver klei kleijn klein klem klok klomp kloos kluis knap knecht knol knoop knop koe koel kok
kolen kolk koning kool koop koopman kop koper kort koster kous kraai kraan kracht kramer kramp krans kreek krijger kroon kruis krul kuil
kuiper kunst kwaad kwast kwik laan laat lage lak lam lamp land lang lange last leeuw leger lens lente lepel leuk lichaam licht lief lijn
lint list loof loon loos los lucht maal maan maandag maart maas maat mak malen man mand manders mark markt mast meel meent meer mees
meester mei meijer merel mes mies mijn moed moeder mol molen molenaar mond mooi moor morgen mos mug muis mulder munt muur naald nacht nagel
nap nat natuur net nieuw nieuwe nood noord noot nu oever oktober olie oom oord oost op oranje otter oud oude over paal paard pad pan
paradijs parel park pas pastoor paus pauw peer peil pels pen peper piek pier pijl pijn pijp pik plaats plant plas plat plein plek poel pol
pool poort poot post pot prijs prins prinsen prior proost proper pruim punt put raad raaf rad ram rank recht reden regel reiger rein rem
reus ridder riem riet rijk rijker rijp ring rob rode roe roek roest rog rol rond rood rook room roos ros rot rots rug ruijter ruim ruiter
rust sap schaap schat scheer schenk schep schild schilder schip schippers schoen school schoon schout schouten schouw schram schrijver
schrik schut september sier singel slager slang slap sleutel slim sloot slot sluis smaak smal smid smit smits sneeuw snel snijder snoek som
spaan spanning specht spek spel spiegel spijker spil spin spit spits spoor sprong spruit staal staart stad staf stam stap stas steeg steen
stel ster sterk sterre stier stijl stil stock stoel stof stok stolk stomp stoop storm straal straat streng strik stroom struik stuk stuur
taal tak tam tang teken tel tent tijd timmer timmerman timmermans ton toon toos top tor toren traag trap trees treur trots trouw tuin tulp
turf twaalf twijg uil uit uur vaak vaandrager vaart vaas vak val valk van varken vast vat veel veen veer veilig vel veld velden ven verf
verhaal vers vet vier vierkant vijver vink vis visscher visser vlag vlak vlam vlas vlieg vlieger vliet vlinder vloed vloot vlot vlug
voerman voet vogel vol vonk voogd voorbij voorn voort vos vraag vrede vreugde vriend vries vrij vrijdag vroeg vroom vuur waal waard wachter
wagen wagenaar wagt wal wand warm water weber week weg weide weij wens werf werk west wever wiek wiel wijk wijn wijs wijze wil wild wind
winkel winter wit witte wol wolf wolk woonst woord worm worp worst woud zaad zaal zacht zalm zand zee zeeman zeep zegers zeil zeker zij
zilver zin zoet zomer zon zondag zoon zorg zout zuid zuiver zuur zwaan zwaard zwager zwak zwart zwarte
"""

NAMES_THAT_ARE_WORDS = frozenset(_WORDS.split())
