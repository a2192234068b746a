#include "textflag.h"

// The tile of tile.go: 4 rows of x times a panel of 16 outputs. Y0 to Y7 hold
// the 4 × 16 sums, Y8 and Y9 the weights of one input, Y10 to Y13 that input of
// each row. SI, R10, R11 and R12 point to the rows of x, DX to the weights.

#define BEGIN \
	MOVQ   dst+0(FP), DI         \
	MOVQ   x+8(FP), SI           \
	MOVQ   weights+16(FP), DX    \
	MOVQ   in+40(FP), CX         \
	MOVQ   xStride+48(FP), R9    \
	SHLQ   $2, R9                \
	LEAQ   (SI)(R9*1), R10       \
	LEAQ   (SI)(R9*2), R11       \
	LEAQ   (R10)(R9*2), R12      \
	VXORPS Y0, Y0, Y0            \
	VXORPS Y1, Y1, Y1            \
	VXORPS Y2, Y2, Y2            \
	VXORPS Y3, Y3, Y3            \
	VXORPS Y4, Y4, Y4            \
	VXORPS Y5, Y5, Y5            \
	VXORPS Y6, Y6, Y6            \
	VXORPS Y7, Y7, Y7            \
	XORQ   AX, AX

#define STEP \
	VBROADCASTSS (SI)(AX*4), Y10  \
	VBROADCASTSS (R10)(AX*4), Y11 \
	VBROADCASTSS (R11)(AX*4), Y12 \
	VBROADCASTSS (R12)(AX*4), Y13 \
	VFMADD231PS  Y8, Y10, Y0      \
	VFMADD231PS  Y9, Y10, Y1      \
	VFMADD231PS  Y8, Y11, Y2      \
	VFMADD231PS  Y9, Y11, Y3      \
	VFMADD231PS  Y8, Y12, Y4      \
	VFMADD231PS  Y9, Y12, Y5      \
	VFMADD231PS  Y8, Y13, Y6      \
	VFMADD231PS  Y9, Y13, Y7      \
	INCQ         AX

// Sums times scale plus bias, a row of dst at a time.
#define END \
	MOVQ        scale+24(FP), R8     \
	MOVQ        bias+32(FP), R9      \
	MOVQ        dstStride+56(FP), R10 \
	SHLQ        $2, R10              \
	VMOVUPS     (R8), Y8             \
	VMOVUPS     32(R8), Y9           \
	VMOVUPS     (R9), Y10            \
	VMOVUPS     32(R9), Y11          \
	VFMADD213PS Y10, Y8, Y0          \
	VFMADD213PS Y11, Y9, Y1          \
	VFMADD213PS Y10, Y8, Y2          \
	VFMADD213PS Y11, Y9, Y3          \
	VFMADD213PS Y10, Y8, Y4          \
	VFMADD213PS Y11, Y9, Y5          \
	VFMADD213PS Y10, Y8, Y6          \
	VFMADD213PS Y11, Y9, Y7          \
	VMOVUPS     Y0, (DI)             \
	VMOVUPS     Y1, 32(DI)           \
	ADDQ        R10, DI              \
	VMOVUPS     Y2, (DI)             \
	VMOVUPS     Y3, 32(DI)           \
	ADDQ        R10, DI              \
	VMOVUPS     Y4, (DI)             \
	VMOVUPS     Y5, 32(DI)           \
	ADDQ        R10, DI              \
	VMOVUPS     Y6, (DI)             \
	VMOVUPS     Y7, 32(DI)           \
	VZEROUPPER                       \
	RET

// func tileInt8AVX2(dst, x *float32, weights *byte, scale, bias *float32, in, xStride, dstStride int)
// Requires: AVX2, FMA
TEXT ·tileInt8AVX2(SB), NOSPLIT, $0-64
	BEGIN

int8:
	VPMOVSXBD (DX), Y8
	VPMOVSXBD 8(DX), Y9
	VCVTDQ2PS Y8, Y8
	VCVTDQ2PS Y9, Y9
	ADDQ      $16, DX
	STEP
	CMPQ      AX, CX
	JNE       int8
	END

// func tileFloatAVX2(dst, x, weights, scale, bias *float32, in, xStride, dstStride int)
// Requires: AVX2, FMA
TEXT ·tileFloatAVX2(SB), NOSPLIT, $0-64
	BEGIN

float:
	VMOVUPS (DX), Y8
	VMOVUPS 32(DX), Y9
	ADDQ    $64, DX
	STEP
	CMPQ    AX, CX
	JNE     float
	END
