// SPDX-License-Identifier: Apache-2.0
package container_exception_logger;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The class Thread with a call of Deaths before everything else in dispatchUncaughtException. Of our classes
 * the boot class loader, whose class Thread is, sees none, so the call is by reflection:
 *
 * <pre>
 * try {
 *   Object deaths =
 *       ClassLoader.getSystemClassLoader().loadClass("container_exception_logger.Deaths").newInstance();
 *   ((UncaughtExceptionHandler) deaths).uncaughtException(this, error);
 * } catch (Throwable problem) {
 * }
 * </pre>
 */
final class Instrumented {
  private static final int NEWEST = 60; // the class file version that ASM is asked to read at most
  private static final int STACK = 3;
  private static final String LOADER = "java/lang/ClassLoader";
  private static final String HANDLER = "java/lang/Thread$UncaughtExceptionHandler";

  private Instrumented() {}

  /** Returns the class file anew; ASM knows the versions of its time, and newer ones look the same here. */
  static byte[] thread(byte[] bytes) {
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
            boolean dies =
                name.equals("dispatchUncaughtException")
                    && descriptor.equals("(Ljava/lang/Throwable;)V");
            return dies ? new Method(next) : next;
          }
        },
        0);
    byte[] made = writer.toByteArray();
    made[7] = (byte) version;
    return made;
  }

  private static final class Method extends MethodVisitor {
    Method(MethodVisitor next) {
      super(Opcodes.ASM9, next);
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
      call(Opcodes.INVOKESTATIC, LOADER, "getSystemClassLoader", "()Ljava/lang/ClassLoader;");
      visitLdcInsn("container_exception_logger.Deaths");
      call(Opcodes.INVOKEVIRTUAL, LOADER, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
      call(Opcodes.INVOKEVIRTUAL, "java/lang/Class", "newInstance", "()Ljava/lang/Object;");
      visitTypeInsn(Opcodes.CHECKCAST, HANDLER);
      visitVarInsn(Opcodes.ALOAD, 0);
      visitVarInsn(Opcodes.ALOAD, 1);
      visitMethodInsn(
          Opcodes.INVOKEINTERFACE,
          HANDLER,
          "uncaughtException",
          "(Ljava/lang/Thread;Ljava/lang/Throwable;)V",
          true);
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
  }
}
