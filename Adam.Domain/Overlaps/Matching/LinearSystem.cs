namespace Adam.Domain.Overlaps.Matching;

/// <summary>Solves small systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Solves a system by Gaussian elimination without pivoting.</summary>
    /// <param name="matrix">A positive definite matrix.</param>
    /// <param name="right">The right side, one number for each row.</param>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        var (m, x) = ((double[,])matrix.Clone(), (double[])right.Clone());
        for (var pivot = 0; pivot < size; pivot++)
        {
            for (var row = pivot + 1; row < size; row++)
            {
                var factor = m[row, pivot] / m[pivot, pivot];
                for (var column = pivot; column < size; column++)
                    m[row, column] -= factor * m[pivot, column];
                x[row] -= factor * x[pivot];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var column = row + 1; column < size; column++)
                x[row] -= m[row, column] * x[column];
            x[row] /= m[row, row];
        }

        return x;
    }
}
