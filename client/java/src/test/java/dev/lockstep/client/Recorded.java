package dev.lockstep.client;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that a stream tells. */
final class Recorded implements RunListener {
    final List<RunUpdate> updates = new CopyOnWriteArrayList<>();
    final List<LockstepException> errors = new CopyOnWriteArrayList<>();

    @Override
    public void onUpdate(RunUpdate update) {
        updates.add(update);
    }

    @Override
    public void onError(LockstepException error) {
        errors.add(error);
    }

    List<Long> sequences() {
        return updates.stream()
                .map(RunUpdate::sequence)
                .map(OptionalLong::orElseThrow)
                .toList();
    }

    List<RunStatus> statuses() {
        return updates.stream().map(RunUpdate::status).toList();
    }
}
