package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.TaskPlaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Places in memory. */
public final class InMemoryTaskPlaces implements TaskPlaces {
    private final Map<Row, Map<Integer, Place>> rows = new HashMap<>();

    @Override
    public synchronized List<Place> taken(Row row) {
        return new ArrayList<>(rows.getOrDefault(row, Map.of()).values());
    }

    @Override
    public synchronized boolean take(Row row, Place place, Optional<Place> instead) {
        Map<Integer, Place> places = rows.computeIfAbsent(row, any -> new TreeMap<>());
        Optional<Place> known = Optional.ofNullable(places.get(place.number()));
        if (known.equals(instead) || known.equals(Optional.of(place))) {
            places.put(place.number(), place);
            return true;
        }
        return false;
    }

    @Override
    public synchronized void leave(Row row, Place place) {
        Map<Integer, Place> places = rows.getOrDefault(row, new HashMap<>());
        Optional.ofNullable(places.get(place.number()))
                .filter(known -> known.holder().equals(place.holder()))
                .ifPresent(known -> places.remove(place.number()));
    }
}
