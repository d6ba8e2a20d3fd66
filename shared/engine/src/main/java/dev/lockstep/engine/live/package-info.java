/** Following executions live, over connections that stay open. */
@NullMarked
package dev.lockstep.engine.live;

import org.jspecify.annotations.NullMarked;
