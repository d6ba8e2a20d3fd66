package dev.lockstep.client;

/** A run that was started, and the job that does its work. */
public record StartedRun(String runId, String jobId) {}
