"""Made-up people: names put together by chance from lists, the same on every machine."""

from random import Random

_FIRST = (
    "Ana Maria Elena Irina Olga Tatiana Natalia Svetlana Ekaterina Ludmila Daria Sofia Alina "
    "Cristina Ioana Diana Veronica Doina Corina Mihaela Ivan Dmitri Alexei Nikolai Andrei Viktor "
    "Igor Maxim Roman Artem Denis Kirill Ion Vasile Mihai Radu Florin Grigore Tudor Marin Emma "
    "Grace Noah Lucas Hannah Oscar Clara Felix Amelia Jonas"
).split()
_LAST = (
    "Ivanov Smirnov Kuznetsov Volkov Fedorov Morozov Lebedev Egorov Pavlov Stepanov Nikitin "
    "Zaitsev Belov Komarov Kiselev Ceban Rusu Munteanu Cojocaru Sandu Botnaru Balan Ciobanu "
    "Grosu Vieru Turcanu Lungu Rotaru Bivol Plamadeala Moldovan Dumitru Stoica Neagu Harris "
    "Bennett Marlow Quinn Lindt Varga Novak Keller Brandt Simone Costa"
).split()


def people(random: Random, count: int) -> list[str]:
    """Return distinct full names."""
    every = [f"{first} {last}" for first in _FIRST for last in _LAST]
    random.shuffle(every)
    numbered = [f"{name} {n}" for n in range(2, 2 + count // len(every)) for name in every]
    return (every + numbered)[:count]
