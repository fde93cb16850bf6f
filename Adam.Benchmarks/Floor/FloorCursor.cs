using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Adam.Benchmarks.Floor;

/// <summary>
/// A cursor in the format of the register's server: a hash of the list, then the key of the last item.
/// </summary>
internal sealed record FloorCursor(string List, params string[] At)
{
    public string Encode()
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(List)).AsSpan(0, 6));
        return Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($"{{\"Of\":\"{mark}\",\"At\":[{string.Join(',', At.Select(key => $"\"{key}\""))}]}}")
        );
    }
}
