"""Many short articles, no two of the same text, for tests of runs."""

import random
from pathlib import Path

NAMES = ("Xiaomi", "Renault", "Nestle", "Boeing", "Samsung", "Shell", "Toyota", "Vodafone", "Barclays", "Siemens", "Lufthansa", "Pfizer")
PLACES = ("Beijing", "Oslo", "Nairobi", "Lima", "Texas", "Lyon", "Osaka", "Perth", "Cairo", "Warsaw", "Mumbai", "Toronto")
THINGS = (
    "electric cars",
    "frozen pizza",
    "wind turbines",
    "insulin pumps",
    "office chairs",
    "satellites",
    "ferries",
    "solar cells",
    "tractors",
)
SENTENCES = (
    "{name} will spend ${number} million on {thing}, men and women acquainted with the matter said on Friday.",
    "Lei Jun will lead the business in {place}, which hired {number} engineers in March.",
    "The plant in {place} makes {number} {thing} for each yr, by 2024.",
    "Sales of {thing} rose {number}% in the first half of 2021, {name} said.",
    "In May 2020 the enterprise of {place} shed {number} p.c of its value.",
)


def write_articles(folder: Path, number: int) -> None:
    folder.mkdir(parents=True)
    chance = random.Random(number)
    for at in range(number):
        words = {
            "name": chance.choice(NAMES),
            "place": chance.choice(PLACES),
            "thing": chance.choice(THINGS),
            "number": chance.randint(2, 99),
        }
        said = " ".join(chance.sample(SENTENCES, 2)).format(**words)
        (folder / f"{at:05}.txt").write_text(f"Report {at}\n\n{said} It was report {at}.\n", encoding="utf-8")


def results(folder: Path) -> dict[str, bytes]:
    """Return every file that a run leaves in a folder, but for what tells one run from another."""
    own = {"_manifest.jsonl", "_lock"}
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name not in own}
