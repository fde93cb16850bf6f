using System.Globalization;
using System.Text.Json;
using Adam.Api.Binding;
using Adam.Api.Errors;

namespace Adam.Api.Imports.Formats.Json;

/// <summary>
/// Reads the items of a JSON list (RFC 8259) one after the other: of a list alone, or of a member of an object, as a
/// page of the register has it. Only one item is in memory.
/// </summary>
/// <param name="member">The member of an object with the list: <c>features</c> of a FeatureCollection.</param>
/// <param name="noun">The noun for the items in messages.</param>
/// <param name="one">The noun for one of them.</param>
internal sealed class JsonListReader(
    Stream file,
    string member = "items",
    string noun = "projects",
    string one = "project"
)
{
    private const int ReadSize = 1 << 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    // The bytes from _start to _end were read from the file and not yet parsed.
    private byte[] _buffer = new byte[ReadSize];
    private int _start;
    private int _end;
    private bool _isFinal;
    private JsonReaderState _state = new(Options);

    // The position of _start in the file.
    private int _line = 1;
    private int _column = 1;

    private Place _place = Place.Before;
    private bool _isPage;
    private bool _hasItems;

    private enum Place
    {
        /// <summary>Before the list.</summary>
        Before,

        /// <summary>Between the members of an object.</summary>
        Members,

        /// <summary>Before the value of the member <c>items</c>.</summary>
        ItemsValue,

        /// <summary>Within the list.</summary>
        List,

        /// <summary>Behind the list and everything around it.</summary>
        End,
    }

    /// <summary>Returns the next item; null behind the last one.</summary>
    /// <exception cref="UnreadableFileException">The file is no JSON, or has no list of projects.</exception>
    public async ValueTask<JsonProjectText?> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (TryRead(out var item))
                return item;
            if (_isFinal)
                return Finish();
            await FillAsync(ct);
        }
    }

    private JsonProjectText? Finish() =>
        _place switch
        {
            Place.End when !_isPage || _hasItems => null,
            Place.End => throw NotList($"It is an object without {member}. Put {noun} into a list: [{{…}}, {{…}}]."),
            _ => throw NotList("It ends within a value. If it was cut, records are missing."),
        };

    /// <summary>Parses what is in the buffer; false if that is not enough for an item.</summary>
    private bool TryRead(out JsonProjectText? item)
    {
        item = null;
        try
        {
            while (true)
            {
                var before = _state;
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _isFinal, before);
                if (!reader.Read())
                    return Keep(ref reader);

                if (_place == Place.List && reader.TokenType != JsonTokenType.EndArray)
                {
                    var begin = (int)reader.TokenStartIndex;
                    if (!reader.TrySkip())
                        return false;
                    item = Take(begin, ref reader);
                    return true;
                }

                Step(ref reader);
                Advance((int)reader.BytesConsumed);
                _state = reader.CurrentState;
            }
        }
        catch (JsonException error)
        {
            throw Damaged(error);
        }
    }

    private bool Keep(ref Utf8JsonReader reader)
    {
        Advance((int)reader.BytesConsumed);
        _state = reader.CurrentState;
        return false;
    }

    private void Step(ref Utf8JsonReader reader)
    {
        switch (_place, reader.TokenType)
        {
            case (Place.Before, JsonTokenType.StartArray):
                _place = Place.List;
                break;
            case (Place.Before, JsonTokenType.StartObject):
                (_place, _isPage) = (Place.Members, true);
                break;
            case (Place.Members, JsonTokenType.PropertyName)
                when reader.CurrentDepth == 1 && !_hasItems && JsonText.IsName(ref reader, member):
                _place = Place.ItemsValue;
                break;
            case (Place.ItemsValue, JsonTokenType.StartArray):
                (_place, _hasItems) = (Place.List, true);
                break;
            case (Place.List, JsonTokenType.EndArray):
                _place = _isPage ? Place.Members : Place.End;
                break;
            case (Place.Members, JsonTokenType.EndObject) when reader.CurrentDepth == 0:
                _place = Place.End;
                break;
            // Other members of a page, such as nextCursor.
            case (Place.Members, _):
                break;
            default:
                throw NotList($"It must be a list of {noun}: [{{…}}, {{…}}].");
        }
    }

    private JsonProjectText Take(int begin, ref Utf8JsonReader reader)
    {
        // The item follows a comma and white space.
        Advance(begin);
        var length = (int)reader.BytesConsumed - begin;
        var bytes = _buffer.AsMemory(_start, length);
        var item = new JsonProjectText(_line, _column, bytes);
        Advance(length);
        _state = reader.CurrentState;
        return length <= JsonProjectText.Longest ? item : throw TooLong(item.Line, item.Column);
    }

    private void Advance(int count)
    {
        var bytes = _buffer.AsSpan(_start, count);
        var lines = bytes.Count((byte)'\n');
        _line += lines;
        _column = lines == 0 ? _column + count : count - bytes.LastIndexOf((byte)'\n');
        _start += count;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        var unread = _end - _start;
        if (unread > JsonProjectText.Longest + ReadSize)
        {
            // The item follows a comma and white space.
            Advance(_buffer.AsSpan(_start, unread).IndexOfAnyExcept(", \t\r\n"u8));
            throw TooLong(_line, _column);
        }

        var target = unread > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, unread).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, unread);
        var isFirst = _place == Place.Before && unread == 0 && _line == 1 && _column == 1;
        var count = await file.ReadAtLeastAsync(
            _buffer.AsMemory(_end),
            isFirst ? JsonBody.ByteOrderMark.Length : 1,
            throwOnEndOfStream: false,
            ct
        );
        _end += count;
        _isFinal = count == 0;
        if (isFirst && _buffer.AsSpan(0, _end).StartsWith(JsonBody.ByteOrderMark))
            _start = JsonBody.ByteOrderMark.Length;
    }

    private UnreadableFileException Damaged(JsonException error)
    {
        // The parser counts lines and bytes from the beginning of the file.
        var (line, column) = ((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
        return new(
            ErrorCodes.NotJsonList,
            _place == Place.End
                ? "The file has several JSON values. Send one value a line as application/x-ndjson."
                : "The file is no JSON (RFC 8259). If it ends here, it was cut.",
            line,
            column
        );
    }

    private UnreadableFileException NotList(string reason) =>
        new(ErrorCodes.NotJsonList, $"The file is no JSON list of {noun}. {reason}", _line, _column);

    private UnreadableFileException TooLong(int line, int column) =>
        new(
            ErrorCodes.NotJsonList,
            string.Create(
                CultureInfo.InvariantCulture,
                $"An item of the list has more than {JsonProjectText.Longest:N0} bytes; no {one} needs that."
            ),
            line,
            column
        );
}
