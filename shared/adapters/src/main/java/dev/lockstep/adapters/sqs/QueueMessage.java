package dev.lockstep.adapters.sqs;

import java.time.Instant;

/**
 * A message as a queue delivers it to a function.
 *
 * @param sentAt when it was sent first, which stays the same however often it is delivered, and in whichever queue
 */
public record QueueMessage(String id, String body, Instant sentAt) {}
