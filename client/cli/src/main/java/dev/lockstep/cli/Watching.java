package dev.lockstep.cli;

import dev.lockstep.client.Answer;
import dev.lockstep.client.Call;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Run;
import dev.lockstep.client.RunListener;
import dev.lockstep.client.RunUpdate;
import dev.lockstep.client.Subscription;
import dev.lockstep.client.WorkflowClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows a run to its end. That something has changed is told by the stream; what, by reading the run. */
final class Watching implements RunListener {
    private final WorkflowClient client;
    private final String run;
    private final Progress progress;
    private volatile Optional<LockstepException> trouble = Optional.empty();

    Watching(WorkflowClient client, String run, Progress progress) {
        this.client = client;
        this.run = run;
        this.progress = progress;
    }

    /**
     * The run at its end.
     *
     * @param limit how long to wait for it
     * @throws LockstepException where the stream broke, or there is no such run
     * @throws TimeoutException where it goes on
     */
    Run follow(Optional<Duration> limit) throws InterruptedException, TimeoutException {
        show();
        try (Subscription stream = client.stream(run, this)) {
            if (limit.isPresent()) {
                stream.ended().get(limit.get().toMillis(), TimeUnit.MILLISECONDS);
            } else {
                stream.ended().get();
            }
        } catch (TimeoutException e) {
            throw tooLate(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        Run last = show();
        if (!last.status().isTerminal()) {
            throw trouble.orElseThrow(() -> new IllegalStateException("the stream of " + run + " ended early"));
        }
        return last;
    }

    private TimeoutException tooLate(TimeoutException cause) {
        TimeoutException tooLate = new TimeoutException("the run " + run + " did not end in time; it goes on");
        tooLate.initCause(cause);
        return tooLate;
    }

    private Run show() throws InterruptedException {
        Answer answer = client.send(Call.get(Paths.run(run)));
        Run now = answer.as(Run.class);
        progress.show(answer, now);
        return now;
    }

    @Override
    public void onUpdate(RunUpdate update) {
        // The end is read once more when the stream is over.
        if (!update.status().isTerminal()) {
            try {
                show();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void onError(LockstepException error) {
        trouble = Optional.of(error);
    }
}
