package dev.lockstep.engine.ports;

import java.util.Map;
import java.util.Optional;

/** Sends requests to receivers, wherever this deployment lets them go. */
public interface WebhookSender {
    /** What about a URL keeps it from ever being sent to; empty where nothing does as far as can be told now. */
    Optional<String> refusal(String url);

    /**
     * Posts, follows no redirect, and waits for ten seconds at most.
     *
     * @param headers by their names in lower case
     */
    Answer post(String url, Map<String, String> headers, String body);

    /** What came of it. */
    sealed interface Answer {
        /**
         * @param body the beginning of it
         */
        record Status(int code, String body) implements Answer {}

        /** There was none. */
        record None(String why) implements Answer {}
    }
}
