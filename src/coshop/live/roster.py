"""The sockets attached to this server, found by client, by person and by store. It holds; it decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coshop.live.attachment import Attachment


class Roster:
    """Attached sockets of this server. One a (person, client): a newer one takes the place of the older."""

    def __init__(self) -> None:
        self._by_client: dict[tuple[str, str], Attachment] = {}
        self._by_person: dict[str, dict[Attachment, None]] = {}
        self._by_store: dict[str, dict[Attachment, None]] = {}

    def __len__(self) -> int:
        return len(self._by_client)

    def __iter__(self) -> Iterator[Attachment]:
        return iter(tuple(self._by_client.values()))

    def add(self, attachment: Attachment) -> Attachment | None:
        """Enter it; return the older socket of the same client that it replaces."""
        older = self._by_client.get(attachment.key)
        if older is not None:
            self.remove(older)
        self._by_client[attachment.key] = attachment
        self._by_person.setdefault(attachment.person.person_id, {})[attachment] = None
        if attachment.person.store.store_id:  # a worker belongs to none
            self._by_store.setdefault(attachment.person.store.store_id, {})[attachment] = None
        return older

    def remove(self, attachment: Attachment) -> None:
        """Forget it, if it is there."""
        if self._by_client.get(attachment.key) is attachment:
            del self._by_client[attachment.key]
        for index, key in (
            (self._by_person, attachment.person.person_id),
            (self._by_store, attachment.person.store.store_id),
        ):
            if (group := index.get(key)) is not None:
                group.pop(attachment, None)
                if not group:
                    del index[key]

    def client(self, person_id: str, client_id: str) -> Attachment | None:
        """The socket of this client of this person."""
        return self._by_client.get((person_id, client_id))

    def of_person(self, person_id: str) -> tuple[Attachment, ...]:
        """All sockets of a person here."""
        return tuple(self._by_person.get(person_id, ()))

    def of_store(self, store_id: str) -> tuple[Attachment, ...]:
        """All sockets of a store's people here, shoppers and associates."""
        return tuple(self._by_store.get(store_id, ()))

    def has_any(self, people: Iterable[str]) -> bool:
        """Whether one of these people has a socket here."""
        return any(person in self._by_person for person in people)

    def stores(self) -> tuple[str, ...]:
        """Ids of the stores that have a socket here."""
        return tuple(self._by_store)
