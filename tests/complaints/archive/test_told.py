"""What stands on a page, for paper: all of it in its order, nothing of the screen."""

import pytest

from complaints.archive.told import Block, BlockKind, blocks_of


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<h1>Bejegening</h1>", [Block(BlockKind.HEADING, ("Bejegening",), level=1)]),
        (
            '<details class="on-paper"><summary>Brieven <span class="count">1</span></summary><p>L01</p></details>',
            [Block(BlockKind.HEADING, ("Brieven",), level=2), Block(BlockKind.TEXT, ("L01",))],
        ),
        (
            '<details class="on-paper"><summary>Documenten <span class="count">0</span></summary></details><h2>Slot</h2><p>Tot zover</p>',
            [Block(BlockKind.HEADING, ("Slot",), level=2), Block(BlockKind.TEXT, ("Tot zover",))],
        ),
        ("<details><summary>Alleen op het scherm</summary><p>x</p></details>", []),
        (
            '<dl><dt>Uitkomst</dt><dd>Opgelost <span class="count">overgenomen</span></dd></dl>',
            [Block(BlockKind.FACT, ("Opgelost (overgenomen)",), name="Uitkomst")],
        ),
        ("<p>Eén   regel\n  van de pagina</p>", [Block(BlockKind.TEXT, ("Eén regel van de pagina",))]),
        ('<p class="story">Eerste regel\n\nTweede <b>vet</b> regel</p>', [Block(BlockKind.TEXT, ("Eerste regel", "Tweede vet regel"))]),
        (
            "<dl><dt>Wie</dt><dd>De indiener</dd><dt>Naam</dt><dd>J. Voorbeeld<br><span>buurvrouw</span></dd></dl>",
            [Block(BlockKind.FACT, ("De indiener",), name="Wie"), Block(BlockKind.FACT, ("J. Voorbeeld", "buurvrouw"), name="Naam")],
        ),
        (
            '<ol><li><strong>Bereikt</strong>, telefonisch<p class="story">Ze zei:\ndank u</p><br><span>3 maart</span></li></ol>',
            [Block(BlockKind.ITEM, ("Bereikt, telefonisch", "Ze zei:", "dank u", "3 maart"))],
        ),
        (
            '<p>Blijft</p><p class="no-print">Knop</p><form><p>Formulier</p></form><svg><title>x</title></svg>',
            [Block(BlockKind.TEXT, ("Blijft",))],
        ),
        ("<div><p></p><ul></ul><dl><dt>Leeg</dt><dd></dd></dl></div>", []),
        ("<p>&lt;script&gt; en #typst [haken]</p>", [Block(BlockKind.TEXT, ("<script> en #typst [haken]",))]),
    ],
)
def test_a_part_of_a_page_becomes_blocks(html: str, blocks: list[Block]) -> None:
    assert blocks_of(html) == blocks
