// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class with a call of ours before everything else in its watched method. Of our classes its loader may see
 * none, so the call is by reflection:
 *
 * <pre>
 * try {
 *   if (event.getThrown() != null) { // not for a thread
 *     Object logged =
 *         ClassLoader.getSystemClassLoader().loadClass("container_exception_logger.Logged").newInstance();
 *     ((UncaughtExceptionHandler) logged).uncaughtException(this, error); // for a thread
 *     ((Consumer) logged).accept(event);
 *   }
 * } catch (Throwable problem) {
 * }
 * </pre>
 */
final class Instrumented {
  private static final int NEWEST = 60; // the class file version that ASM is asked to read at most
  private static final int STACK = 3;
  private static final String LOADER = "java/lang/ClassLoader";
  private static final String HANDLER = "java/lang/Thread$UncaughtExceptionHandler";
  private static final String CONSUMER = "java/util/function/Consumer";

  private Instrumented() {}

  /** Returns the class file anew; ASM knows the versions of its time, and newer ones look the same here. */
  static byte[] of(String name, byte[] bytes) {
    final Watched watched = Watched.of(name);
    int version = bytes[7];
    byte[] known = bytes.clone();
    known[7] = (byte) Math.min(version, NEWEST);
    ClassReader reader = new ClassReader(known);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean calls = name.equals(watched.method) && descriptor.startsWith(watched.descriptor);
            return calls ? new Method(next, watched) : next;
          }
        },
        0);
    byte[] made = writer.toByteArray();
    made[7] = (byte) version;
    return made;
  }

  private static final class Method extends MethodVisitor {
    private final Watched watched;

    Method(MethodVisitor next, Watched watched) {
      super(Opcodes.ASM9, next);
      this.watched = watched;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      Label start = new Label();
      Label end = new Label();
      Label handler = new Label();
      Label rest = new Label();
      visitTryCatchBlock(start, end, handler, "java/lang/Throwable");
      visitLabel(start);
      if (watched.getter != null) {
        visitVarInsn(Opcodes.ALOAD, 1);
        int brackets = watched.getter.indexOf('(');
        boolean isInterface = watched.isEventAnInterface();
        visitMethodInsn(
            isInterface ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL,
            watched.event,
            watched.getter.substring(0, brackets),
            watched.getter.substring(brackets),
            isInterface);
        visitJumpInsn(Opcodes.IFNULL, rest);
      }
      call(Opcodes.INVOKESTATIC, LOADER, "getSystemClassLoader", "()Ljava/lang/ClassLoader;");
      visitLdcInsn("container_exception_logger." + watched.call);
      call(Opcodes.INVOKEVIRTUAL, LOADER, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
      call(Opcodes.INVOKEVIRTUAL, "java/lang/Class", "newInstance", "()Ljava/lang/Object;");
      if (watched.getter == null) {
        give(HANDLER, "uncaughtException", "(Ljava/lang/Thread;Ljava/lang/Throwable;)V", 0, 1);
      } else {
        give(CONSUMER, "accept", "(Ljava/lang/Object;)V", 1);
      }
      visitLabel(end);
      visitJumpInsn(Opcodes.GOTO, rest);
      visitLabel(handler);
      visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
      visitInsn(Opcodes.POP);
      visitLabel(rest);
      visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      visitInsn(Opcodes.NOP); // what follows may have a frame of its own
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      super.visitMaxs(Math.max(stack, STACK), locals);
    }

    private void call(int opcode, String owner, String name, String descriptor) {
      visitMethodInsn(opcode, owner, name, descriptor, false);
    }

    /** Calls the method of an interface, with these of the program's variables. */
    private void give(String owner, String name, String descriptor, int... variables) {
      visitTypeInsn(Opcodes.CHECKCAST, owner);
      for (int each : variables) {
        visitVarInsn(Opcodes.ALOAD, each);
      }
      visitMethodInsn(Opcodes.INVOKEINTERFACE, owner, name, descriptor, true);
    }
  }
}
