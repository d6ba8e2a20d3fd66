/**
 * Talks to a Lockstep server: {@link dev.lockstep.client.WorkflowClient} starts, follows and waits for runs, and
 * {@link dev.lockstep.client.Worker} does the work of steps that are done outside.
 */
package dev.lockstep.client;
