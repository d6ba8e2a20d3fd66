package dev.lockstep.engine.usecases;

import dev.lockstep.engine.definition.Fault;
import dev.lockstep.engine.execution.Control;
import dev.lockstep.engine.execution.Execution;
import dev.lockstep.engine.execution.Failure;
import dev.lockstep.engine.execution.Rerun;
import java.util.List;

/** An answer of no to a caller: the one exception that use cases throw for what a caller did. Its text is for the caller to read. */
public final class Refusal extends RuntimeException {
    /** Why. The HTTP adapter maps each to a status. */
    public enum Kind {
        INVALID,
        /** As {@link #INVALID}; a dialect may have a status of its own for it. */
        UNFIT_INPUT,
        UNAUTHENTICATED,
        /** As {@link #UNAUTHENTICATED}; a new token is all that it takes. */
        TOKEN_EXPIRED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        /** Another call is just moving the same thing; the same call may go through in a moment. */
        BUSY,
        GONE,
        TOO_LARGE,
        UNPROCESSABLE
    }

    private final Kind kind;
    private final transient List<Fault> faults;

    private Refusal(Kind kind, String message, List<Fault> faults) {
        super(message);
        this.kind = kind;
        this.faults = faults;
    }

    public static Refusal invalid(String message, List<Fault> faults) {
        return new Refusal(Kind.INVALID, message, faults);
    }

    /** Data that does not match a schema. */
    public static Refusal unfitInput(String message, List<Fault> faults) {
        return new Refusal(Kind.UNFIT_INPUT, message, faults);
    }

    /** Data that is well formed, and not what is asked for. */
    public static Refusal unprocessable(String message, List<Fault> faults) {
        return new Refusal(Kind.UNPROCESSABLE, message, faults);
    }

    public static Refusal noKey() {
        return new Refusal(Kind.UNAUTHENTICATED, "send an API key as X-API-KEY or as Authorization: Bearer", List.of());
    }

    public static Refusal unknownKey() {
        return new Refusal(Kind.UNAUTHENTICATED, "the API key is unknown, revoked or expired", List.of());
    }

    public static Refusal badToken() {
        return new Refusal(Kind.UNAUTHENTICATED, "the token is none that was issued here", List.of());
    }

    public static Refusal expiredToken() {
        return new Refusal(Kind.TOKEN_EXPIRED, "the token has expired; ask for a new one", List.of());
    }

    public static Refusal badTicket() {
        return new Refusal(Kind.UNAUTHENTICATED, "the ticket is unknown, used or expired", List.of());
    }

    public static Refusal missingRole(Permission permission) {
        return new Refusal(
                Kind.FORBIDDEN,
                "the API key lacks a role for this; one of these is needed: " + String.join(", ", permission.roles())
                        + (permission.isForOwners() ? ", or one that owns states" : ""),
                List.of());
    }

    public static Refusal noWorkflow(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no workflow " + id, List.of());
    }

    public static Refusal noVersion(String id, int version) {
        return new Refusal(Kind.NOT_FOUND, "workflow " + id + " has no version " + version, List.of());
    }

    public static Refusal noExecution(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no execution " + id, List.of());
    }

    public static Refusal noComponent(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no component " + id, List.of());
    }

    public static Refusal noSchedule(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no schedule " + id, List.of());
    }

    public static Refusal scheduleChangedMeanwhile(String id) {
        return new Refusal(Kind.CONFLICT, "schedule " + id + " is being changed by other calls; try again", List.of());
    }

    public static Refusal tooManyBackfills(String id, int most) {
        return new Refusal(
                Kind.CONFLICT,
                "schedule " + id + " has " + most + " backfills under way, which is the most; try again later",
                List.of());
    }

    public static Refusal noKeyOfThatId(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no API key " + id, List.of());
    }

    public static Refusal noDeadLetter(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no dead letter " + id, List.of());
    }

    public static Refusal noBulk(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no bulk " + id, List.of());
    }

    public static Refusal noSubscription(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no webhook subscription " + id, List.of());
    }

    public static Refusal tooManySubscriptions(int most) {
        return new Refusal(
                Kind.CONFLICT,
                "the workspace has " + most + " webhook subscriptions, the most there may be; delete one first",
                List.of());
    }

    public static Refusal noDelivery(String id) {
        return new Refusal(Kind.NOT_FOUND, "there is no delivery " + id, List.of());
    }

    public static Refusal bulkIsDone(String id) {
        return new Refusal(Kind.CONFLICT, "bulk " + id + " is done: it is COMPLETED", List.of());
    }

    public static Refusal bulkChangedMeanwhile(String id) {
        return new Refusal(Kind.CONFLICT, "bulk " + id + " is being worked on; try again", List.of());
    }

    public static Refusal isPaused(String id) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " is paused; resume it first", List.of());
    }

    public static Refusal isNotPaused(String id) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " is not PAUSED", List.of());
    }

    public static Refusal hasEnded(String id, String status) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " has ended: it is " + status, List.of());
    }

    public static Refusal hasNotEnded(String id) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " has not ended; cancel it first", List.of());
    }

    public static Refusal isUndone(String id) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " has failed, and is undoing what it did", List.of());
    }

    public static Refusal wasUndone(String id) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " has undone what it did; start another one", List.of());
    }

    public static Refusal nothingToRetry(String id) {
        return new Refusal(Kind.CONFLICT, "execution " + id + " has completed: nothing in it failed", List.of());
    }

    public static Refusal tooManyControls(String id) {
        return new Refusal(
                Kind.CONFLICT,
                "execution " + id + " has been moved " + Control.MOST + " times, the most there may be",
                List.of());
    }

    public static Refusal noRoom(String id) {
        return new Refusal(
                Kind.CONFLICT,
                "execution " + id + " has no room to keep this: its input and all that was done to it, with the reasons"
                        + " and the inputs of that, have " + Execution.MAX_BYTES + " bytes at most",
                List.of());
    }

    public static Refusal tooManyReruns(String id) {
        return new Refusal(
                Kind.CONFLICT,
                "execution " + id + " has been rerun " + Rerun.MOST + " times, the most there may be",
                List.of());
    }

    public static Refusal noSuchTask(String what) {
        return new Refusal(Kind.NOT_FOUND, what, List.of());
    }

    public static Refusal noWorkerTask() {
        return new Refusal(Kind.NOT_FOUND, "there is no task of that type and token", List.of());
    }

    public static Refusal unfitOutput(Failure flaw) {
        return new Refusal(Kind.UNPROCESSABLE, "the output cannot be recorded: " + flaw.message(), List.of());
    }

    public static Refusal noLink() {
        return new Refusal(Kind.NOT_FOUND, "there is no such link", List.of());
    }

    public static Refusal linkIsOver(String why) {
        return new Refusal(Kind.GONE, why, List.of());
    }

    public static Refusal isBusy(String execution) {
        return new Refusal(
                Kind.BUSY, "execution " + execution + " is being moved by another call; try again", List.of());
    }

    /** A transition that there is none of now, or whose guard does not let it be made. */
    public static Refusal noSuchMove(String why) {
        return new Refusal(Kind.INVALID, why, List.of());
    }

    public static Refusal notTheirMove(String why) {
        return new Refusal(Kind.FORBIDDEN, why, List.of());
    }

    public static Refusal notNow(String why) {
        return new Refusal(Kind.CONFLICT, why, List.of());
    }

    public static Refusal changedMeanwhile(String id) {
        return new Refusal(Kind.CONFLICT, "workflow " + id + " is being changed by another call; try again", List.of());
    }

    public static Refusal inputTooLarge(long bytes, int most) {
        return new Refusal(
                Kind.TOO_LARGE,
                "the input has " + bytes + " bytes once it is written out, the most is " + most,
                List.of());
    }

    public static Refusal keyReused() {
        return new Refusal(Kind.UNPROCESSABLE, "this Idempotency-Key was used before, for another request", List.of());
    }

    /** A start under a key that has an execution. */
    public static Refusal startKeyTaken(String key, String execution, boolean hasEnded) {
        return new Refusal(
                Kind.CONFLICT,
                "the idempotency key " + key + " has execution " + execution + " already, which "
                        + (hasEnded ? "has ended" : "is running"),
                List.of());
    }

    public Kind kind() {
        return kind;
    }

    public List<Fault> faults() {
        return faults;
    }
}
