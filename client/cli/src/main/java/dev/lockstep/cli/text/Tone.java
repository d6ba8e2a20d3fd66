package dev.lockstep.cli.text;

/** How good the news is that a status brings; each has a colour. */
enum Tone {
    GOOD("32"),
    BAD("31"),
    OPEN("33"),
    QUIET("2"),
    PLAIN("");

    private final String colour;

    Tone(String colour) {
        this.colour = colour;
    }

    /** Of any status of the API's; a server that is newer than this may have others. */
    static Tone of(String status) {
        return switch (status) {
            case "COMPLETED", "DELIVERED", "ENABLED", "ACTIVE", "completed", "registered", "supported" -> GOOD;
            case "FAILED", "TIMED_OUT", "DISABLED", "stopped", "killed", "refused" -> BAD;
            case "EXECUTING", "RUNNING", "WAITING", "PAUSED", "started", "processing" -> OPEN;
            case "CREATED", "PENDING", "CANCELED", "SKIPPED", "ENDED", "created" -> QUIET;
            default -> PLAIN;
        };
    }

    String coloured(String text) {
        return this == PLAIN ? text : "\u001b[" + colour + "m" + text + "\u001b[0m";
    }
}
